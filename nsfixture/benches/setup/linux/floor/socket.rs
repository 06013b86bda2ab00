//! A netlink socket: sends a batch, and reads every answer to it.

use std::cell::Cell;
use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use super::host::LO;
use super::message::{Batch, DELLINK, HEADER, IFINFO, IFLA_OPERSTATE, NEWADDR, NEWLINK};
use super::parse::{cut, u16_at, u32_at};
use super::sys;

const ERROR: u16 = 2;
const RTNLGRP_LINK: u32 = 1;
const RTNLGRP_IPV6_IFADDR: u32 = 9;
const OPER_UP: u8 = 6;

pub(super) struct Socket(OwnedFd, Cell<usize>);

impl Socket {
    /// A socket of this thread's namespace; it stays there whichever thread uses it.
    pub(super) fn open() -> io::Result<Self> {
        Ok(Self(sys::netlink()?, Cell::new(0)))
    }

    /// Opens a socket that receives notifications of IPv6 addresses. Many such sockets must not be open for long: for each
    /// notification the kernel iterates over all of them, on the whole machine (`netlink_broadcast_filtered`,
    /// `net/netlink/af_netlink.c`).
    pub(super) fn of_addresses() -> io::Result<Self> {
        let socket = Self::open()?;
        sys::subscribe(&socket.0, RTNLGRP_IPV6_IFADDR)?;
        Ok(socket)
    }

    pub(super) fn netns(&self) -> io::Result<OwnedFd> {
        sys::netns_of(&self.0)
    }

    /// Has the kernel do all that a batch asks for. Links that it asks for must be up by then.
    ///
    /// The kernel has answered everything before `send` returns, so nothing is waited for. It
    /// answers each message that failed, and the last one in any case.
    pub(super) fn request(&self, batch: Batch) -> io::Result<()> {
        let (bytes, last) = batch.finish();
        sys::send(&self.0, &bytes)?;
        let mut buffer = [0; 8192];
        loop {
            let mut answered = 0;
            for message in cut(sys::receive(&self.0, &mut buffer)?, message_length) {
                answered = answered.max(u32_at(message, 8));
                self.note(message);
                check(message, answered)?;
            }
            if answered == last {
                return Ok(());
            }
        }
    }

    /// Waits until this many IPv6 addresses of the link can be used: the kernel sends a notification
    /// for each once it has joined the multicast group, from a work queue.
    pub(super) fn wait_addresses(&self, count: usize) -> io::Result<()> {
        let mut buffer = [0; 8192];
        while self.1.get() < count {
            if !sys::readable(&self.0, 10_000)? {
                return Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "no notification of an address",
                ));
            }
            cut(sys::receive(&self.0, &mut buffer)?, message_length).for_each(|m| self.note(m));
        }
        Ok(())
    }

    fn note(&self, message: &[u8]) {
        if u16_at(message, 4) == NEWADDR && u32_at(message, HEADER + 4) != LO {
            self.1.set(self.1.get() + 1);
        }
    }

    /// Subscribes to notifications of links, too.
    pub(super) fn watch_links(&self) -> io::Result<()> {
        sys::subscribe(&self.0, RTNLGRP_LINK)
    }

    /// Waits for the notification that a link is gone.
    pub(super) fn wait_gone(&self, index: u32, limit: Duration) -> io::Result<()> {
        let deadline = Instant::now() + limit;
        let mut buffer = [0; 8192];
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if !sys::readable(&self.0, left.as_millis() as i32)? {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "a link has not gone"));
            }
            for message in cut(sys::receive(&self.0, &mut buffer)?, message_length) {
                if u16_at(message, 4) == DELLINK && u32_at(message, HEADER + 4) == index {
                    return Ok(());
                }
            }
        }
    }
}

fn message_length(bytes: &[u8]) -> usize {
    u32_at(bytes, 0) as usize
}

fn attr_length(bytes: &[u8]) -> usize {
    usize::from(u16_at(bytes, 0))
}

fn check(message: &[u8], number: u32) -> io::Result<()> {
    match u16_at(message, 4) {
        // The error number, less than 0, or 0 for success.
        ERROR => match u32_at(message, HEADER).wrapping_neg() {
            0 => Ok(()),
            errno => {
                let error = io::Error::from_raw_os_error(i32::try_from(errno).unwrap_or(0));
                Err(io::Error::other(format!("netlink message {number}: {error}")))
            }
        },
        NEWLINK => {
            let attrs = message.get(HEADER + IFINFO..).unwrap_or_default();
            let state = cut(attrs, attr_length).find(|attr| u16_at(attr, 2) == IFLA_OPERSTATE);
            match state.and_then(|attr| attr.get(4)) {
                Some(&OPER_UP) => Ok(()),
                state => Err(io::Error::other(format!("the link is not up: {state:?}"))),
            }
        }
        _ => Ok(()),
    }
}
