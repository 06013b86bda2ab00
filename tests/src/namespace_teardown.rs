//! When the kernel frees network namespaces: after the last process in them has ended, from a work queue that frees one
//! batch after the other (`cleanup_net`, `net/core/net_namespace.c`).

use std::fs::File;
use std::os::fd::AsRawFd as _;
use std::time::{Duration, Instant};

use nsfixture::rtnetlink_0_24::packet_core::{NLM_F_ACK, NetlinkPayload};
use nsfixture::rtnetlink_0_24::packet_route::RouteNetlinkMessage;
use nsfixture::rtnetlink_0_24::packet_route::nsid::{NsidAttribute, NsidMessage};
use nsfixture::rtnetlink_0_24::sys::Socket;
use nsfixture::rtnetlink_0_24::sys::protocols::NETLINK_ROUTE;
use nsfixture::{Net, Topology};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::netlink::{receive, send};

/// `RTNLGRP_NSID` (`linux/rtnetlink.h`).
const GROUP: u32 = 28;

/// Observes the teardown of network namespaces without keeping any alive. It has its own network, in which each gets an
/// ID; the kernel sends a notification when it releases the ID.
pub struct Teardowns {
    net: Net,
    socket: Socket,
}

impl Teardowns {
    /// Creates an observer.
    ///
    /// # Panics
    /// Where there can be no networks.
    #[must_use]
    pub fn new() -> Self {
        let net = Net::up(&Topology::new().host("watcher")).expect("networks can be made");
        let socket = net.node("watcher").run(|| {
            let socket = Socket::new(NETLINK_ROUTE).expect("a netlink socket opens");
            socket.add_membership(GROUP).expect("any process may join the group");
            socket
        });
        Self { net, socket }
    }

    /// Starts to observe these namespaces, and closes their file descriptors.
    ///
    /// # Panics
    /// If the kernel refuses it.
    pub fn expect(&self, networks: Vec<File>) {
        self.net.node("watcher").run(|| networks.into_iter().for_each(|one| self.assign_id(&one)));
    }

    fn assign_id(&self, network: &File) {
        let fd = network.as_raw_fd().try_into().expect("a file descriptor is not negative");
        let mut message = NsidMessage::default();
        // The kernel chooses the ID.
        message.attributes = vec![NsidAttribute::Fd(fd), NsidAttribute::Id(-1)];
        send(&self.socket, RouteNetlinkMessage::NewNsId(message), NLM_F_ACK);
        loop {
            for payload in receive(&self.socket) {
                if let NetlinkPayload::Error(answer) = payload {
                    assert_eq!(answer.code, None, "a namespace gets an ID: {answer:?}");
                    return;
                }
            }
        }
    }

    /// Waits until `count` namespaces have been freed, or until the timeout; returns how many have not.
    #[must_use]
    pub fn wait(&self, count: usize, timeout: Duration) -> usize {
        let begin = Instant::now();
        let mut left = count;
        while left > 0 {
            let timeout = Timespec::try_from(timeout.saturating_sub(begin.elapsed())).ok();
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

impl Default for Teardowns {
    fn default() -> Self {
        Self::new()
    }
}
