//! Dumps of the calling thread's network (rtnetlink(7)), each object as a string that can be compared.

use std::collections::BTreeSet;
use std::fmt::Debug;

use nsfixture::rtnetlink_0_24::packet_core::{NLM_F_DUMP, NetlinkPayload};
use nsfixture::rtnetlink_0_24::packet_route::RouteNetlinkMessage;
use nsfixture::rtnetlink_0_24::packet_route::address::{AddressAttribute, AddressMessage};
use nsfixture::rtnetlink_0_24::packet_route::link::{LinkAttribute, LinkMessage};
use nsfixture::rtnetlink_0_24::packet_route::neighbour::{NeighbourMessage, NeighbourState};
use nsfixture::rtnetlink_0_24::packet_route::route::{RouteAttribute, RouteMessage};
use nsfixture::rtnetlink_0_24::packet_route::rule::RuleMessage;
use nsfixture::rtnetlink_0_24::sys::Socket;
use nsfixture::rtnetlink_0_24::sys::protocols::NETLINK_ROUTE;

use crate::netlink::{receive, send};

pub(super) fn links() -> BTreeSet<String> {
    texts(RouteNetlinkMessage::GetLink(LinkMessage::default()), |answer| match answer {
        RouteNetlinkMessage::NewLink(link) => {
            // Counters; those of IPv6 are part of the attributes that are specific to a family.
            let counts = |attribute: &LinkAttribute| {
                matches!(
                    attribute,
                    LinkAttribute::Stats(_)
                        | LinkAttribute::Stats64(_)
                        | LinkAttribute::AfSpecUnspec(_)
                )
            };
            Some(text(&link.header, link.attributes.iter().filter(|one| !counts(one))))
        }
        _ => None,
    })
}

pub(super) fn addresses() -> BTreeSet<String> {
    texts(RouteNetlinkMessage::GetAddress(AddressMessage::default()), |answer| match answer {
        RouteNetlinkMessage::NewAddress(address) => {
            let ages = |one: &&AddressAttribute| matches!(one, AddressAttribute::CacheInfo(_));
            Some(text(&address.header, address.attributes.iter().filter(|one| !ages(one))))
        }
        _ => None,
    })
}

pub(super) fn routes() -> BTreeSet<String> {
    texts(RouteNetlinkMessage::GetRoute(RouteMessage::default()), |answer| match answer {
        RouteNetlinkMessage::NewRoute(route) => {
            let ages = |one: &&RouteAttribute| matches!(one, RouteAttribute::CacheInfo(_));
            Some(text(&route.header, route.attributes.iter().filter(|one| !ages(one))))
        }
        _ => None,
    })
}

pub(super) fn rules() -> BTreeSet<String> {
    texts(RouteNetlinkMessage::GetRule(RuleMessage::default()), |answer| match answer {
        RouteNetlinkMessage::NewRule(rule) => Some(text(&rule.header, rule.attributes.iter())),
        _ => None,
    })
}

/// Returns the neighbours that were added by hand; the machine's own traffic adds and removes the others.
pub(super) fn permanent_neighbours() -> BTreeSet<String> {
    let ask = RouteNetlinkMessage::GetNeighbour(NeighbourMessage::default());
    texts(ask, |answer| match answer {
        RouteNetlinkMessage::NewNeighbour(neighbour)
            if neighbour.header.state == NeighbourState::Permanent =>
        {
            Some(format!("{:?}", neighbour.header))
        }
        _ => None,
    })
}

fn text<A: Debug>(header: &impl Debug, attributes: impl Iterator<Item = A>) -> String {
    format!("{header:?} {:?}", attributes.collect::<Vec<_>>())
}

fn texts(
    ask: RouteNetlinkMessage,
    text: impl Fn(&RouteNetlinkMessage) -> Option<String>,
) -> BTreeSet<String> {
    dump(ask).iter().filter_map(text).collect()
}

fn dump(ask: RouteNetlinkMessage) -> Vec<RouteNetlinkMessage> {
    let socket = Socket::new(NETLINK_ROUTE).expect("a netlink socket opens");
    send(&socket, ask, NLM_F_DUMP);
    let mut answers = Vec::new();
    loop {
        for payload in receive(&socket) {
            match payload {
                NetlinkPayload::InnerMessage(answer) => answers.push(answer),
                NetlinkPayload::Done(_) => return answers,
                other => panic!("the kernel answers to a dump: {other:?}"),
            }
        }
    }
}
