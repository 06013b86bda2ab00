//! When an interface carries packets.
//!
//! An end of a veth that comes up before its peer gets its queue from the kernel's link watch,
//! later, and until then drops what it is given without an error (`net/core/link_watch.c`). A
//! question for its state makes the newer kernels catch up at once; for the older ones, wait
//! until they report it.

use std::time::Instant;

use nsfixture_plan::Interface;
use rtnetlink::packet_route::RouteNetlinkMessage;
use rtnetlink::packet_route::link::{LinkAttribute, State};

use super::attempt::Place;
use super::messages;
use super::namespace::NetNamespace;
use super::netlink::Netlink;
use crate::error::Error;

/// `RTNLGRP_LINK` (`linux/rtnetlink.h`).
const LINK_GROUP: u32 = 1;

/// Whether what the kernel answered says that the interface is operational (RFC 2863).
pub(crate) fn says_up(answers: &[RouteNetlinkMessage], interface: &Interface) -> bool {
    answers.iter().any(|answer| match answer {
        RouteNetlinkMessage::NewLink(link) => {
            link.header.index == interface.index
                && link.attributes.contains(&LinkAttribute::OperState(State::Up))
        }
        _ => false,
    })
}

/// Waits until an interface of a namespace carries packets.
pub(crate) fn wait_in(
    net: &NetNamespace,
    place: Place<'_>,
    interface: &Interface,
) -> Result<(), Error> {
    net.inside(place, || wait(place, interface))
}

/// Waits for the kernel's word. The calling thread is in the node.
fn wait(place: Place<'_>, interface: &Interface) -> Result<(), Error> {
    let begin = Instant::now();
    let mut netlink = Netlink::open(place)?;
    place.attempt_io("bind", "link notifications", || netlink.join(LINK_GROUP))?;
    loop {
        let answers = netlink.request(place, vec![messages::state(interface)])?;
        if says_up(&answers, interface) {
            return Ok(());
        }
        netlink.wait_for_news(place, begin, || {
            format!("interface {} to carry packets", interface.name)
        })?;
        place.attempt_io("receive", "link notifications", || netlink.discard())?;
    }
}
