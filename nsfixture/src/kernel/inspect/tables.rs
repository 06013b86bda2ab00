//! Interfaces, addresses, neighbours and routes, by route netlink (rtnetlink(7)).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rtnetlink::packet_core::{
    NLM_F_DUMP, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use rtnetlink::packet_route::address::{AddressAttribute, AddressFlags, AddressMessage};
use rtnetlink::packet_route::link::{LinkAttribute, LinkFlags, LinkMessage};
use rtnetlink::packet_route::neighbour::{
    NeighbourAddress, NeighbourAttribute, NeighbourMessage, NeighbourState,
};
use rtnetlink::packet_route::route::{RouteAddress, RouteAttribute, RouteMessage, RouteType};
use rtnetlink::packet_route::{AddressFamily, RouteNetlinkMessage};
use rtnetlink::sys::Socket;
use rtnetlink::sys::protocols::NETLINK_ROUTE;

use crate::counters::Counters;
use crate::host_state::{
    AddressState, HostState, InterfaceState, Neighbour, Reachability, RouteState,
};
use crate::kernel::netlink::parse;

/// Adds what the kernel lists to a state.
pub(super) fn read(state: &mut HostState) {
    let requests = [
        RouteNetlinkMessage::GetLink(LinkMessage::default()),
        RouteNetlinkMessage::GetAddress(AddressMessage::default()),
        RouteNetlinkMessage::GetNeighbour(NeighbourMessage::default()),
        RouteNetlinkMessage::GetRoute(RouteMessage::default()),
    ];
    for request in requests {
        // A list that is cut short is left out.
        if let Some(answers) = dump(request) {
            for answer in &answers {
                add(state, answer);
            }
        }
    }
}

/// Returns a list. Each has a socket of its own, so that nothing of one that is cut short remains.
fn dump(request: RouteNetlinkMessage) -> Option<Vec<RouteNetlinkMessage>> {
    let socket = Socket::new(NETLINK_ROUTE).ok()?;
    let mut header = NetlinkHeader::default();
    header.flags = NLM_F_REQUEST | NLM_F_DUMP;
    let mut message = NetlinkMessage::new(header, NetlinkPayload::from(request));
    message.finalize();
    let mut bytes = vec![0; message.buffer_len()];
    message.serialize(&mut bytes);
    socket.send(&bytes, 0).ok()?;
    let (mut answers, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        let mut free = &mut buffer[..];
        let length = socket.recv(&mut free, 0).ok()?;
        for message in parse(&buffer[..length]).ok()? {
            match message.payload {
                NetlinkPayload::InnerMessage(answer) => answers.push(answer),
                NetlinkPayload::Done(_) => return Some(answers),
                NetlinkPayload::Error(_) => return None,
                _ => {}
            }
        }
    }
}

fn add(state: &mut HostState, answer: &RouteNetlinkMessage) {
    match answer {
        RouteNetlinkMessage::NewLink(link) => state.interfaces.push(interface(link)),
        RouteNetlinkMessage::NewAddress(message) => state.addresses.extend(address(message)),
        RouteNetlinkMessage::NewNeighbour(message) => state.neighbours.extend(neighbour(message)),
        RouteNetlinkMessage::NewRoute(message) => state.routes.extend(route(message)),
        _ => {}
    }
}

fn interface(link: &LinkMessage) -> InterfaceState {
    let flags = link.header.flags;
    let mut found = InterfaceState {
        name: String::new(),
        index: link.header.index,
        is_up: flags.contains(LinkFlags::Up),
        has_carrier: flags.contains(LinkFlags::LowerUp),
        mtu: 0,
        counters: Counters::default(),
    };
    for attribute in &link.attributes {
        match attribute {
            LinkAttribute::IfName(name) => found.name.clone_from(name),
            LinkAttribute::Mtu(mtu) => found.mtu = *mtu,
            LinkAttribute::Stats64(statistics) => {
                found.counters = Counters {
                    rx_packets: statistics.rx_packets,
                    rx_bytes: statistics.rx_bytes,
                    rx_errors: statistics.rx_errors,
                    rx_dropped: statistics.rx_dropped,
                    tx_packets: statistics.tx_packets,
                    tx_bytes: statistics.tx_bytes,
                    tx_errors: statistics.tx_errors,
                    tx_dropped: statistics.tx_dropped,
                };
            }
            _ => {}
        }
    }
    found
}

fn address(message: &AddressMessage) -> Option<AddressState> {
    let mut flags = AddressFlags::from_bits_retain(message.header.flags.bits().into());
    let (mut own, mut peer) = (None, None);
    for attribute in &message.attributes {
        match attribute {
            AddressAttribute::Local(addr) => own = Some(*addr),
            AddressAttribute::Address(addr) => peer = Some(*addr),
            AddressAttribute::Flags(all) => flags = *all,
            _ => {}
        }
    }
    Some(AddressState {
        interface: message.header.index,
        addr: own.or(peer)?,
        is_duplicate: flags.contains(AddressFlags::Dadfailed),
        is_tentative: flags.contains(AddressFlags::Tentative),
    })
}

fn neighbour(message: &NeighbourMessage) -> Option<Neighbour> {
    let (mut addr, mut probes) = (None, 0);
    for attribute in &message.attributes {
        match attribute {
            NeighbourAttribute::Destination(NeighbourAddress::Inet(v4)) => {
                addr = Some((*v4).into());
            }
            NeighbourAttribute::Destination(NeighbourAddress::Inet6(v6)) => {
                addr = Some((*v6).into());
            }
            NeighbourAttribute::Probes(count) => probes = *count,
            _ => {}
        }
    }
    let reachability = match message.header.state {
        NeighbourState::Incomplete => Reachability::Incomplete,
        NeighbourState::Failed => Reachability::Failed,
        _ => Reachability::Known,
    };
    Some(Neighbour { interface: message.header.ifindex, addr: addr?, reachability, probes })
}

fn route(message: &RouteMessage) -> Option<RouteState> {
    let mut to = match message.header.address_family {
        AddressFamily::Inet => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        AddressFamily::Inet6 => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        _ => return None,
    };
    for attribute in &message.attributes {
        match attribute {
            RouteAttribute::Destination(RouteAddress::Inet(v4)) => to = (*v4).into(),
            RouteAttribute::Destination(RouteAddress::Inet6(v6)) => to = (*v6).into(),
            _ => {}
        }
    }
    let refuses = !matches!(
        message.header.kind,
        RouteType::Unicast
            | RouteType::Local
            | RouteType::Broadcast
            | RouteType::Anycast
            | RouteType::Multicast
    );
    Some(RouteState { to, prefix_len: message.header.destination_prefix_length, refuses })
}
