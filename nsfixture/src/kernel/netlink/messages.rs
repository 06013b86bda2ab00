//! The plan's steps as route netlink messages (rtnetlink(7)).

use std::net::IpAddr;
use std::os::fd::RawFd;

use nsfixture_plan::addr::{Family, IfAddr};
use nsfixture_plan::{At, Interface, Op, Plan, Route, Side};
use rtnetlink::packet_core::{NLM_F_CREATE, NLM_F_EXCL};
use rtnetlink::packet_route::address::{AddressAttribute, AddressFlags, AddressMessage};
use rtnetlink::packet_route::link::{
    AfSpecInet6, AfSpecUnspec, BridgeStpState, In6AddrGenMode, InfoBridge, InfoData, InfoKind,
    InfoVeth, LinkAttribute, LinkExtentMask, LinkFlags, LinkInfo, LinkMessage,
};
use rtnetlink::packet_route::route::{
    RouteAddress, RouteAttribute, RouteHeader, RouteMessage, RouteProtocol, RouteScope, RouteType,
};
use rtnetlink::packet_route::{AddressFamily, RouteNetlinkMessage};

use super::netlink::Request;

/// The index of `lo`, the first interface of every namespace.
const LOOPBACK: u32 = 1;

/// The message for a step, if it is one that takes a message.
///
/// `nets` has the network namespace of each node, open descriptors.
pub(crate) fn request(plan: &Plan, at: At, op: Op, nets: &[RawFd]) -> Option<Request> {
    let interface = |nth: usize| &plan.interfaces(at)[nth];
    Some(match op {
        Op::Make => return None,
        Op::Loopback => set("set link up", "lo".to_owned(), up(LOOPBACK)),
        Op::Veth { link } => {
            let [here, there] = plan.links[link].ends;
            veth(plan.interface(here), plan, there, nets)
        }
        Op::Bridge => bridge(interface(0)),
        Op::Cable { end } => {
            let At::Switch(switch) = at else { return None };
            let mut cable = veth(interface(end + 1), plan, plan.lans[switch].ends[end], nets);
            cable.set_master(interface(0));
            cable
        }
        Op::Up { interface: nth } => bring_up(interface(nth)),
        Op::NoLinkLocal { interface: nth } => link_local(interface(nth), In6AddrGenMode::None),
        Op::LinkLocal { interface: nth } => link_local(interface(nth), In6AddrGenMode::Eui64),
        Op::Address { interface: nth, addr } => address(interface(nth), addr),
        Op::Ready { interface: nth } => state(interface(nth)),
        Op::Route { route: nth } => {
            let At::Node(node) = at else { return None };
            let route = &plan.nodes[node].routes[nth];
            self::route(interface(route.interface), route)
        }
    })
}

/// Brings an interface up.
pub(crate) fn bring_up(interface: &Interface) -> Request {
    set("set link up", interface.name.to_string(), up(interface.index))
}

/// Takes an interface down.
pub(crate) fn take_down(interface: &Interface) -> Request {
    let mut message = up(interface.index);
    message.header.flags = LinkFlags::empty();
    set("set link down", interface.name.to_string(), message)
}

/// Sets the largest packet that an interface sends, in bytes.
pub(crate) fn set_mtu(interface: &Interface, mtu: u32) -> Request {
    let mut message = link(interface.index);
    message.attributes.push(LinkAttribute::Mtu(mtu));
    set("set link mtu", format!("{} to {mtu}", interface.name), message)
}

/// A question for all that the kernel knows of an interface, its counters among it.
pub(crate) fn everything(interface: &Interface) -> Request {
    let message = RouteNetlinkMessage::GetLink(link(interface.index));
    Request { message, flags: 0, operation: "get link", subject: interface.name.to_string() }
}

/// A question for the state of an interface. For one device by its index, not a dump of all, the
/// kernel brings the link watch up to date first (`rtnl_getlink`, `net/core/rtnetlink.c`, from
/// Linux 6.8 on).
pub(crate) fn state(interface: &Interface) -> Request {
    let mut message = link(interface.index);
    message.attributes.push(LinkAttribute::ExtMask(vec![LinkExtentMask::SkipStats]));
    Request {
        message: RouteNetlinkMessage::GetLink(message),
        flags: 0,
        operation: "get link",
        subject: interface.name.to_string(),
    }
}

/// Takes an interface away, and with it the other end of its link.
pub(crate) fn delete(interface: &Interface) -> Request {
    Request {
        message: RouteNetlinkMessage::DelLink(link(interface.index)),
        flags: 0,
        operation: "delete link",
        subject: interface.name.to_string(),
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

fn set(operation: &'static str, subject: String, message: LinkMessage) -> Request {
    Request { message: RouteNetlinkMessage::SetLink(message), flags: 0, operation, subject }
}

/// The pair is made once, each end where it belongs: moving an end afterwards costs some 20 ms.
/// The second end cannot be brought up by the same message (`veth_newlink`: `ENOTCONN`).
fn veth(here: &Interface, plan: &Plan, there: Side, nets: &[RawFd]) -> Request {
    let mut peer = LinkMessage::default();
    describe(plan.interface(there), &mut peer);
    peer.attributes.push(LinkAttribute::NetNsFd(nets[there.node]));
    let mut message = up(here.index);
    describe(here, &mut message);
    message.attributes.push(LinkAttribute::LinkInfo(vec![
        LinkInfo::Kind(InfoKind::Veth),
        LinkInfo::Data(InfoData::Veth(InfoVeth::Peer(peer))),
    ]));
    let (peer, node) = (&plan.interface(there).name, &plan.nodes[there.node].name);
    create("create veth", format!("{} to {peer} in `{node}`", here.name), message)
}

/// A bridge that does what a plain switch does, as soon as it is up: no spanning tree, no delay before it
/// forwards, every multicast packet to every port, and no packet filter in between.
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
    create("create bridge", bridge.name.to_string(), message)
}

fn create(operation: &'static str, subject: String, message: LinkMessage) -> Request {
    let flags = NLM_F_CREATE | NLM_F_EXCL;
    Request { message: RouteNetlinkMessage::NewLink(message), flags, operation, subject }
}

impl Request {
    /// Makes what is created a port of a bridge in the same step.
    fn set_master(&mut self, bridge: &Interface) {
        if let RouteNetlinkMessage::NewLink(message) = &mut self.message {
            message.attributes.push(LinkAttribute::Controller(bridge.index));
        }
    }
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
        operation: "add route",
        subject: format!("{route} to {}", interface.name),
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
        // The default is one for each processor, and each takes time to make.
        LinkAttribute::NumTxQueues(1),
        LinkAttribute::NumRxQueues(1),
    ]);
}

fn link_local(interface: &Interface, mode: In6AddrGenMode) -> Request {
    let subject = format!("{} address generation", interface.name);
    let mut message = link(interface.index);
    let inet6 = vec![AfSpecInet6::AddrGenMode(mode)];
    message.attributes.push(LinkAttribute::AfSpecUnspec(vec![AfSpecUnspec::Inet6(inet6)]));
    set("set link", subject, message)
}

/// Without duplicate address detection: the address can be used at once (RFC 4862, section 5.4).
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
        operation: "add address",
        subject: format!("{addr} to {}", interface.name),
    }
}
