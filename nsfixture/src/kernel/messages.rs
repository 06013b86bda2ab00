//! The plan's steps as route netlink messages (rtnetlink(7)).

use std::net::IpAddr;
use std::os::fd::{AsRawFd, BorrowedFd};

use nsfixture_plan::addr::Cidr;
use nsfixture_plan::{Interface, LinkPlan, Op, Plan};
use rtnetlink::packet_core::{NLM_F_CREATE, NLM_F_EXCL};
use rtnetlink::packet_route::address::{AddressAttribute, AddressFlags, AddressMessage};
use rtnetlink::packet_route::link::{
    AfSpecInet6, AfSpecUnspec, In6AddrGenMode, InfoData, InfoKind, InfoVeth, LinkAttribute,
    LinkExtentMask, LinkFlags, LinkInfo, LinkMessage,
};
use rtnetlink::packet_route::{AddressFamily, RouteNetlinkMessage};

use super::netlink::Request;

/// The index of `lo`, the first interface of every namespace.
const LOOPBACK: u32 = 1;

/// The message for a step in the node `node`, if it is one that takes a message.
///
/// `net_of` gives the network namespace of another node.
pub(crate) fn request<'n>(
    plan: &Plan,
    node: usize,
    op: Op,
    net_of: impl Fn(usize) -> BorrowedFd<'n>,
) -> Option<Request> {
    let interface = |nth: usize| &plan.nodes[node].interfaces[nth];
    Some(match op {
        Op::Host => return None,
        Op::Loopback => set("set link up", "lo".to_owned(), up(LOOPBACK)),
        Op::Veth { link } => veth(plan, &plan.links[link], net_of),
        Op::Up { interface: nth } => {
            set("set link up", interface(nth).name.to_string(), up(interface(nth).index))
        }
        Op::NoLinkLocal { interface: nth } => link_local(interface(nth), In6AddrGenMode::None),
        Op::LinkLocal { interface: nth } => link_local(interface(nth), In6AddrGenMode::Eui64),
        Op::Address { interface: nth, addr } => address(interface(nth), addr),
        Op::Ready { interface: nth } => state(interface(nth)),
    })
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
fn veth<'n>(plan: &Plan, pair: &LinkPlan, net_of: impl Fn(usize) -> BorrowedFd<'n>) -> Request {
    let [first, second] = pair.ends.map(|side| plan.interface(side));
    let mut peer = LinkMessage::default();
    describe(second, &mut peer);
    let peer_net = net_of(pair.ends[1].node).as_raw_fd();
    peer.attributes.push(LinkAttribute::NetNsFd(peer_net));
    let mut message = up(first.index);
    describe(first, &mut message);
    message.attributes.push(LinkAttribute::LinkInfo(vec![
        LinkInfo::Kind(InfoKind::Veth),
        LinkInfo::Data(InfoData::Veth(InfoVeth::Peer(peer))),
    ]));
    Request {
        message: RouteNetlinkMessage::NewLink(message),
        flags: NLM_F_CREATE | NLM_F_EXCL,
        operation: "create veth",
        subject: format!(
            "{} to {} in `{}`",
            first.name, second.name, plan.nodes[pair.ends[1].node].name
        ),
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
fn address(interface: &Interface, addr: Cidr) -> Request {
    let mut message = AddressMessage::default();
    message.header.index = interface.index;
    message.header.prefix_len = addr.prefix();
    let attributes = &mut message.attributes;
    match addr.addr() {
        IpAddr::V4(v4) => {
            message.header.family = AddressFamily::Inet;
            attributes.push(AddressAttribute::Local(v4.into()));
            if addr.prefix() < 31 {
                let host_bits = u32::MAX >> addr.prefix();
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
