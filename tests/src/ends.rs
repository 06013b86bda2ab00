//! When the kernel lets go of network namespaces, which it does later than those that were in them:
//! from a work queue, after the ones before (`cleanup_net`, `net/core/net_namespace.c`).

use std::fs::File;
use std::os::fd::AsRawFd as _;
use std::time::{Duration, Instant};

use nsfixture::rtnetlink::packet_core::{NLM_F_ACK, NetlinkPayload};
use nsfixture::rtnetlink::packet_route::RouteNetlinkMessage;
use nsfixture::rtnetlink::packet_route::nsid::{NsidAttribute, NsidMessage};
use nsfixture::rtnetlink::sys::Socket;
use nsfixture::rtnetlink::sys::protocols::NETLINK_ROUTE;
use nsfixture::{Net, Topology};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::netlink::{receive, send};

/// `RTNLGRP_NSID` (`linux/rtnetlink.h`).
const GROUP: u32 = 28;

/// Tells of the ends of network namespaces, without holding any. It has a network of its own, in
/// which each gets a number; the kernel says when it takes that back.
pub struct Ends {
    net: Net,
    socket: Socket,
}

impl Ends {
    /// Makes one.
    ///
    /// # Panics
    /// Where there can be no networks.
    #[must_use]
    pub fn new() -> Self {
        let net = Net::up(&Topology::new().host("watcher")).expect("networks can be made");
        let socket = net.node("watcher").run(|| {
            let socket = Socket::new(NETLINK_ROUTE).expect("a netlink socket opens");
            socket.add_membership(GROUP).expect("everybody may listen");
            socket
        });
        Self { net, socket }
    }

    /// Begins to wait for the end of these, and closes them.
    ///
    /// # Panics
    /// If the kernel refuses it.
    pub fn expect(&self, networks: Vec<File>) {
        self.net.node("watcher").run(|| networks.into_iter().for_each(|one| self.number(&one)));
    }

    fn number(&self, network: &File) {
        let fd = network.as_raw_fd().try_into().expect("a descriptor is not negative");
        let mut message = NsidMessage::default();
        // The number is the kernel's choice.
        message.attributes = vec![NsidAttribute::Fd(fd), NsidAttribute::Id(-1)];
        send(&self.socket, RouteNetlinkMessage::NewNsId(message), NLM_F_ACK);
        loop {
            for payload in receive(&self.socket) {
                if let NetlinkPayload::Error(answer) = payload {
                    assert_eq!(answer.code, None, "a namespace gets a number: {answer:?}");
                    return;
                }
            }
        }
    }

    /// Waits until so many have ended, for so long at the most; how many have not.
    #[must_use]
    pub fn wait(&self, count: usize, patience: Duration) -> usize {
        let begin = Instant::now();
        let mut left = count;
        while left > 0 {
            let timeout = Timespec::try_from(patience.saturating_sub(begin.elapsed())).ok();
            let mut readable = [PollFd::new(&self.socket, PollFlags::IN)];
            if poll(&mut readable, timeout.as_ref()) == Ok(0) {
                break;
            }
            let is_end = |payload: &NetlinkPayload<_>| {
                matches!(payload, NetlinkPayload::InnerMessage(RouteNetlinkMessage::DelNsId(_)))
            };
            left -= receive(&self.socket).iter().filter(|payload| is_end(payload)).count();
        }
        left
    }
}

impl Default for Ends {
    fn default() -> Self {
        Self::new()
    }
}
