//! The plan's steps as route netlink messages (rtnetlink(7)).

use std::net::{IpAddr, Ipv4Addr};
use std::os::fd::RawFd;

use nsfixture_plan::addr::{Family, IfAddr};
use nsfixture_plan::{CableEnd, Interface, Op, Plan, Route, SiteId};
use rtnetlink::packet_core::{DefaultNla, NLM_F_CREATE, NLM_F_EXCL};
use rtnetlink::packet_route::address::{AddressAttribute, AddressFlags, AddressMessage};
use rtnetlink::packet_route::link::{
    AfSpecInet, AfSpecInet6, AfSpecUnspec, BridgeStpState, In6AddrGenMode, InetDevConf, InfoBridge,
    InfoData, InfoKind, InfoVeth, LinkAttribute, LinkExtentMask, LinkFlags, LinkInfo, LinkMessage,
};
use rtnetlink::packet_route::nsid::{NsidAttribute, NsidMessage};
use rtnetlink::packet_route::route::{
    RouteAddress, RouteAttribute, RouteHeader, RouteMessage, RouteProtocol, RouteScope, RouteType,
};
use rtnetlink::packet_route::{AddressFamily, RouteNetlinkMessage};

use super::request::Request;
use crate::error::Operation;

/// The index of `lo`, the first interface of every namespace.
const LOOPBACK: u32 = 1;

/// The index of the bridge among the interfaces of a switch.
const BRIDGE: usize = 0;

/// The network namespaces of sites.
#[derive(Default)]
pub(crate) struct NetFds {
    pub(crate) nodes: Vec<RawFd>,
    pub(crate) switches: Vec<RawFd>,
    pub(crate) engine: Option<RawFd>,
}

impl NetFds {
    /// Returns the network namespace of a site, as an open file descriptor.
    pub(crate) fn of(&self, site: SiteId) -> Option<RawFd> {
        match site {
            SiteId::Node(node) => self.nodes.get(node).copied(),
            SiteId::Switch(switch) => self.switches.get(switch).copied(),
            SiteId::Engine => self.engine,
        }
    }
}

/// Returns the message for a step, if it needs one.
///
/// A step that creates a cable requires `nets`.
pub(crate) fn request(plan: &Plan, site: SiteId, op: Op, nets: &NetFds) -> Option<Request> {
    let interface = |nth: usize| &plan.interfaces(site)[nth];
    Some(match op {
        Op::Create => return None,
        Op::Loopback => set(Operation::SetLinkUp, "lo".to_owned(), up(LOOPBACK)),
        Op::Bridge => bridge(interface(BRIDGE)),
        Op::Cable { cable } => veth(plan, plan.cables[cable].ends, nets)?,
        Op::Half { cable, end } => veth(plan, plan.cables[cable].half(end)?, nets)?,
        Op::Up { interface: nth } => bring_up(interface(nth)),
        Op::NoLinkLocal { interface: nth } => link_local(interface(nth), In6AddrGenMode::None),
        Op::LinkLocal { interface: nth } => link_local(interface(nth), In6AddrGenMode::Eui64),
        Op::Address { interface: nth, addr } => address(interface(nth), addr),
        Op::Ready { interface: nth } => state(interface(nth)),
        Op::Multicast { interface: nth } => group_route(interface(nth), MULTICAST),
        Op::Broadcast { interface: nth } => group_route(interface(nth), BROADCAST),
        Op::Route { route: nth } => {
            let SiteId::Node(node) = site else { return None };
            let route = &plan.nodes[node].routes[nth];
            self::route(interface(route.interface), route)
        }
    })
}

/// Brings an interface up.
pub(crate) fn bring_up(interface: &Interface) -> Request {
    set(Operation::SetLinkUp, interface.name.to_string(), up(interface.index))
}

/// Enables IPv4 forwarding on an interface, as the sysctl `net.ipv4.conf.INTERFACE.forwarding` does
/// (`inet_set_link_af`, `net/ipv4/devinet.c`). IPv6 has nothing alike.
pub(crate) fn forward_ipv4(interface: &Interface) -> Request {
    let mut conf = InetDevConf::default();
    conf.forwarding = 1;
    let inet = AfSpecUnspec::Inet(vec![AfSpecInet::DevConfRequest(conf)]);
    let mut message = link(interface.index);
    message.attributes.push(LinkAttribute::AfSpecUnspec(vec![inet]));
    set(Operation::SetLink, format!("{} forwarding", interface.name), message)
}

/// Sets an interface down.
pub(crate) fn set_down(index: u32, name: &str) -> Request {
    let mut message = up(index);
    message.header.flags = LinkFlags::empty();
    set(Operation::SetLinkDown, name.to_owned(), message)
}

/// Sets the MTU of an interface in bytes.
pub(crate) fn set_mtu(interface: &Interface, mtu: u32) -> Request {
    let mut message = link(interface.index);
    message.attributes.push(LinkAttribute::Mtu(mtu));
    set(Operation::SetLinkMtu, format!("{} to {mtu}", interface.name), message)
}

/// Queries everything about an interface, including its statistics.
pub(crate) fn link_info(interface: &Interface) -> Request {
    let message = RouteNetlinkMessage::GetLink(link(interface.index));
    Request {
        message,
        flags: 0,
        operation: Operation::GetLink,
        subject: interface.name.to_string(),
    }
}

/// Queries the state of an interface. For one device, not for a dump of all, the kernel brings the link
/// watch up to date first (`rtnl_getlink`, `net/core/rtnetlink.c`, from Linux 6.8 on).
pub(crate) fn state(interface: &Interface) -> Request {
    let mut message = link(interface.index);
    message.attributes.push(LinkAttribute::ExtMask(vec![LinkExtentMask::SkipStats]));
    Request {
        message: RouteNetlinkMessage::GetLink(message),
        flags: 0,
        operation: Operation::GetLink,
        subject: interface.name.to_string(),
    }
}

/// Queries the state of an interface in another namespace, by its number in the socket's own
/// (`IFLA_TARGET_NETNSID`, since Linux 5.0).
pub(crate) fn state_in(interface: &Interface, namespace: i32) -> Request {
    const IFLA_TARGET_NETNSID: u16 = 46;
    let mut request = state(interface);
    if let RouteNetlinkMessage::GetLink(message) = &mut request.message {
        let number = DefaultNla::new(IFLA_TARGET_NETNSID, namespace.to_ne_bytes().to_vec());
        message.attributes.push(LinkAttribute::Other(number));
    }
    request
}

/// Queries the number that a network namespace has in the socket's own.
pub(crate) fn namespace_number(net: RawFd, name: &str) -> Request {
    let mut message = NsidMessage::default();
    message.attributes.push(NsidAttribute::Fd(net as u32));
    Request {
        message: RouteNetlinkMessage::GetNsId(message),
        flags: 0,
        operation: Operation::GetNsid,
        subject: name.to_owned(),
    }
}

/// Looks an interface up by its name, and queries its state like [`state`].
pub(crate) fn find(name: &str) -> Request {
    let mut message = LinkMessage::default();
    message.attributes.push(LinkAttribute::IfName(name.to_owned()));
    Request {
        message: RouteNetlinkMessage::GetLink(message),
        flags: 0,
        operation: Operation::GetLink,
        subject: name.to_owned(),
    }
}

/// Deletes an interface, and with it the other end of its cable.
pub(crate) fn delete(index: u32, name: &str) -> Request {
    Request {
        message: RouteNetlinkMessage::DelLink(link(index)),
        flags: 0,
        operation: Operation::DeleteLink,
        subject: name.to_owned(),
    }
}

/// Removes an address from an interface, and with it the routes to it.
pub(crate) fn remove_address(index: u32, name: &str, addr: IpAddr, prefix_len: u8) -> Request {
    let mut message = AddressMessage::default();
    message.header.index = index;
    message.header.prefix_len = prefix_len;
    message.header.family = match addr {
        IpAddr::V4(_) => AddressFamily::Inet,
        IpAddr::V6(_) => AddressFamily::Inet6,
    };
    message.attributes.push(AddressAttribute::Local(addr));
    Request {
        message: RouteNetlinkMessage::DelAddress(message),
        flags: 0,
        operation: Operation::RemoveAddress,
        subject: format!("{addr}/{prefix_len} from {name}"),
    }
}

fn link(index: u32) -> LinkMessage {
    let mut message = LinkMessage::default();
    message.header.index = index;
    message
}

fn up(index: u32) -> LinkMessage {
    let mut message = link(index);
    message.header.flags = LinkFlags::Up;
    message.header.change_mask = LinkFlags::Up;
    message
}

fn set(operation: Operation, subject: String, message: LinkMessage) -> Request {
    Request { message: RouteNetlinkMessage::SetLink(message), flags: 0, operation, subject }
}

/// Creates the pair with each end in its own site: moving an end later takes about 20 ms. The second
/// end cannot be brought up by the same message (`veth_newlink`, `drivers/net/veth.c`: `ENOTCONN`).
fn veth(plan: &Plan, [here, there]: [CableEnd; 2], nets: &NetFds) -> Option<Request> {
    let (interface, other) = (plan.interface(here), plan.interface(there));
    let mut peer = LinkMessage::default();
    describe(other, &mut peer);
    peer.attributes.push(LinkAttribute::NetNsFd(nets.of(there.site)?));
    let mut message = up(interface.index);
    describe(interface, &mut message);
    message.attributes.push(LinkAttribute::LinkInfo(vec![
        LinkInfo::Kind(InfoKind::Veth),
        LinkInfo::Data(InfoData::Veth(InfoVeth::Peer(peer))),
    ]));
    if let SiteId::Switch(_) = here.site {
        let bridge = &plan.interfaces(here.site)[BRIDGE];
        message.attributes.push(LinkAttribute::Controller(bridge.index));
    }
    let subject = format!("{} to {} in `{}`", interface.name, other.name, plan.name(there.site));
    Some(create(Operation::CreateVeth, subject, message))
}

/// Creates a bridge that behaves like a plain switch as soon as it is up: no spanning tree, no forward
/// delay, no multicast snooping, no packet filter.
fn bridge(bridge: &Interface) -> Request {
    let mut message = LinkMessage::default();
    describe(bridge, &mut message);
    message.attributes.push(LinkAttribute::LinkInfo(vec![
        LinkInfo::Kind(InfoKind::Bridge),
        LinkInfo::Data(InfoData::Bridge(vec![
            InfoBridge::StpState(BridgeStpState::Disabled),
            InfoBridge::ForwardDelay(0),
            InfoBridge::MulticastSnooping(false),
            InfoBridge::NfCallIpTables(false),
            InfoBridge::NfCallIp6Tables(false),
            InfoBridge::NfCallArpTables(false),
        ])),
    ]));
    create(Operation::CreateBridge, bridge.name.to_string(), message)
}

fn create(operation: Operation, subject: String, message: LinkMessage) -> Request {
    let flags = NLM_F_CREATE | NLM_F_EXCL;
    Request { message: RouteNetlinkMessage::NewLink(message), flags, operation, subject }
}

/// As `ip route add TO via VIA dev INTERFACE src SOURCE` makes it.
fn route(interface: &Interface, route: &Route) -> Request {
    let mut message = RouteMessage::default();
    message.header = RouteHeader {
        address_family: match route.family() {
            Family::V4 => AddressFamily::Inet,
            Family::V6 => AddressFamily::Inet6,
        },
        destination_prefix_length: route.to.prefix_len(),
        table: RouteHeader::RT_TABLE_MAIN,
        protocol: RouteProtocol::Static,
        scope: RouteScope::Universe,
        kind: RouteType::Unicast,
        ..RouteHeader::default()
    };
    if route.to.prefix_len() > 0 {
        message.attributes.push(RouteAttribute::Destination(route_address(route.to.network())));
    }
    message.attributes.extend([
        RouteAttribute::Gateway(route_address(route.via)),
        RouteAttribute::PrefSource(route_address(route.source)),
        RouteAttribute::Oif(interface.index),
    ]);
    Request {
        message: RouteNetlinkMessage::NewRoute(message),
        flags: NLM_F_CREATE | NLM_F_EXCL,
        operation: Operation::AddRoute,
        subject: format!("{route} to {}", interface.name),
    }
}

/// The destinations of all IPv4 multicast and of limited broadcast (RFC 5771, RFC 919), with their prefix
/// lengths.
const MULTICAST: (Ipv4Addr, u8) = (Ipv4Addr::new(224, 0, 0, 0), 4);
const BROADCAST: (Ipv4Addr, u8) = (Ipv4Addr::BROADCAST, 32);

/// As `ip route add TO dev INTERFACE` makes it.
fn group_route(interface: &Interface, (to, prefix_len): (Ipv4Addr, u8)) -> Request {
    let mut message = RouteMessage::default();
    message.header = RouteHeader {
        address_family: AddressFamily::Inet,
        destination_prefix_length: prefix_len,
        table: RouteHeader::RT_TABLE_MAIN,
        protocol: RouteProtocol::Static,
        scope: RouteScope::Link,
        kind: RouteType::Unicast,
        ..RouteHeader::default()
    };
    message.attributes.extend([
        RouteAttribute::Destination(RouteAddress::Inet(to)),
        RouteAttribute::Oif(interface.index),
    ]);
    Request {
        message: RouteNetlinkMessage::NewRoute(message),
        flags: NLM_F_CREATE | NLM_F_EXCL,
        operation: Operation::AddRoute,
        subject: format!("{to}/{prefix_len} to {}", interface.name),
    }
}

fn route_address(addr: IpAddr) -> RouteAddress {
    match addr {
        IpAddr::V4(v4) => RouteAddress::Inet(v4),
        IpAddr::V6(v6) => RouteAddress::Inet6(v6),
    }
}

fn describe(interface: &Interface, message: &mut LinkMessage) {
    message.header.index = interface.index;
    message.attributes.extend([
        LinkAttribute::IfName(interface.name.to_string()),
        LinkAttribute::Mtu(interface.mtu),
        LinkAttribute::Address(interface.mac.to_vec()),
        // The default is one for each CPU, and creating each takes time.
        LinkAttribute::NumTxQueues(1),
        LinkAttribute::NumRxQueues(1),
    ]);
}

fn link_local(interface: &Interface, mode: In6AddrGenMode) -> Request {
    let subject = format!("{} address generation", interface.name);
    let mut message = link(interface.index);
    let inet6 = vec![AfSpecInet6::AddrGenMode(mode)];
    message.attributes.push(LinkAttribute::AfSpecUnspec(vec![AfSpecUnspec::Inet6(inet6)]));
    set(Operation::SetLink, subject, message)
}

/// Adds an address without duplicate address detection, so that it is usable at once (RFC 4862,
/// section 5.4).
fn address(interface: &Interface, addr: IfAddr) -> Request {
    let mut message = AddressMessage::default();
    message.header.index = interface.index;
    message.header.prefix_len = addr.prefix_len();
    let attributes = &mut message.attributes;
    match addr.addr() {
        IpAddr::V4(v4) => {
            message.header.family = AddressFamily::Inet;
            attributes.push(AddressAttribute::Local(v4.into()));
            if addr.prefix_len() < 31 {
                let host_bits = u32::MAX >> addr.prefix_len();
                attributes.push(AddressAttribute::Broadcast((v4.to_bits() | host_bits).into()));
            }
        }
        IpAddr::V6(_) => {
            message.header.family = AddressFamily::Inet6;
            attributes.push(AddressAttribute::Flags(AddressFlags::Nodad));
        }
    }
    attributes.push(AddressAttribute::Address(addr.addr()));
    Request {
        message: RouteNetlinkMessage::NewAddress(message),
        flags: NLM_F_CREATE | NLM_F_EXCL,
        operation: Operation::AddAddress,
        subject: format!("{addr} to {}", interface.name),
    }
}
