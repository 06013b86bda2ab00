//! What the kernel's answers about an interface contain.

use nsfixture_plan::Interface;
use rtnetlink::packet_route::RouteNetlinkMessage;
use rtnetlink::packet_route::link::{LinkAttribute, LinkFlags, LinkMessage, State, Stats64};
use rtnetlink::packet_route::nsid::NsidAttribute;

fn links<'a>(
    answers: &'a [RouteNetlinkMessage],
    interface: &'a Interface,
) -> impl Iterator<Item = &'a LinkMessage> {
    answers.iter().filter_map(|answer| match answer {
        RouteNetlinkMessage::NewLink(link) if link.header.index == interface.index => Some(link),
        _ => None,
    })
}

fn attribute<'a, T>(
    answers: &'a [RouteNetlinkMessage],
    interface: &'a Interface,
    find: impl FnMut(&'a LinkAttribute) -> Option<T>,
) -> Option<T> {
    links(answers, interface).flat_map(|link| &link.attributes).find_map(find)
}

/// Returns the index of the only interface in the answers.
pub(crate) fn index(answers: &[RouteNetlinkMessage]) -> Option<u32> {
    answers.iter().find_map(|answer| match answer {
        RouteNetlinkMessage::NewLink(link) => Some(link.header.index),
        _ => None,
    })
}

/// Returns the number of the only namespace in the answers; -1 if it has none.
pub(crate) fn namespace_number(answers: &[RouteNetlinkMessage]) -> Option<i32> {
    answers.iter().find_map(|answer| match answer {
        RouteNetlinkMessage::NewNsId(message) => {
            message.attributes.iter().find_map(|attribute| match attribute {
                NsidAttribute::Id(number) => Some(*number),
                _ => None,
            })
        }
        _ => None,
    })
}

/// Returns true if an interface is administratively up (`IFF_UP`), whether or not it carries packets.
pub(crate) fn is_up(answers: &[RouteNetlinkMessage], interface: &Interface) -> bool {
    links(answers, interface).any(|link| link.header.flags.contains(LinkFlags::Up))
}

/// Returns true if an interface is operational (RFC 2863).
pub(crate) fn is_oper_up(answers: &[RouteNetlinkMessage], interface: &Interface) -> bool {
    let is_up = |attribute: &LinkAttribute| {
        (*attribute == LinkAttribute::OperState(State::Up)).then_some(())
    };
    attribute(answers, interface, is_up).is_some()
}

/// Returns the MTU of an interface in bytes.
pub(crate) fn mtu(answers: &[RouteNetlinkMessage], interface: &Interface) -> Option<u32> {
    attribute(answers, interface, |attribute| match attribute {
        LinkAttribute::Mtu(mtu) => Some(*mtu),
        _ => None,
    })
}

/// Returns the statistics of an interface.
pub(crate) fn statistics(
    answers: &[RouteNetlinkMessage],
    interface: &Interface,
) -> Option<Stats64> {
    attribute(answers, interface, |attribute| match attribute {
        LinkAttribute::Stats64(statistics) => Some(*statistics),
        _ => None,
    })
}
