//! A route netlink socket in a site: several messages at once, each refusal traced to its own
//! (netlink(7), rtnetlink(7)).

use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, Ipv6Addr};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use rtnetlink::packet_core::{
    NLM_F_ACK, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use rtnetlink::packet_route::RouteNetlinkMessage;
use rtnetlink::packet_route::address::{AddressAttribute, AddressMessage};
use rtnetlink::sys::Socket;
use rtnetlink::sys::protocols::NETLINK_ROUTE;

use super::request::Request;
use crate::error::{Error, Kind, Operation};
use crate::kernel::context::Context;

/// A socket in the network namespace of the thread that opened it; any thread may use it.
///
/// It waits for a notification about each IPv6 address that it adds. The answer that an address was
/// added is not enough: only later, from a work queue, does the kernel join its multicast group and
/// add its local route (`addrconf_dad_work`, `net/ipv6/addrconf.c`, Linux 6.12). Until then it drops
/// packets for the address, and the first packet would be retransmitted a second later.
///
/// It is a member of the notification group only while it waits: for each notification of any kind
/// the kernel iterates over all sockets that are members of any group, in all namespaces
/// (`do_one_broadcast`, `net/netlink/af_netlink.c`), which is slow with a thousand hosts.
pub(crate) struct Netlink {
    socket: Socket,
    sequence: u32,
    buffer: Vec<u8>,
    awaited: HashSet<(u32, Ipv6Addr)>,
    listens: bool,
}

/// The most bytes of messages in one datagram. The kernel accepts what fits into the socket's send
/// buffer, usually 208 KiB (`net.core.wmem_default`).
const DATAGRAM: usize = 16 * 1024;

/// The most queries in one datagram, and the most addresses that are added before the notifications
/// about them are awaited: these have to fit into the socket's receive buffer, usually 208 KiB
/// (`net.core.rmem_default`), of which an answer needs about 4 KiB and a notification 1 KiB.
const MAX_QUERIES: usize = 24;
const MAX_PENDING_ADDRS: usize = 64;

/// `RTNLGRP_IPV6_IFADDR` (`linux/rtnetlink.h`).
const IPV6_ADDRESSES: u32 = 9;

/// How long a notification may take. The kernel's work queue and its link watch serve all namespaces
/// of the machine and wait for the lock that their clean-up holds, so a thousand hosts that go down
/// elsewhere delay them.
const NOTIFICATION_TIMEOUT: Duration = Duration::from_secs(60);

impl Netlink {
    pub(crate) fn open(cx: Context<'_>) -> Result<Self, Error> {
        let socket =
            cx.attempt_io(Operation::Open, "route netlink socket", || Socket::new(NETLINK_ROUTE))?;
        // Errors explain themselves, and do not repeat the message that they are about.
        cx.attempt_io(Operation::Setsockopt, "NETLINK_EXT_ACK", || socket.set_ext_ack(true))?;
        cx.attempt_io(Operation::Setsockopt, "NETLINK_CAP_ACK", || socket.set_cap_ack(true))?;
        let (buffer, awaited) = (vec![0; 8 * 1024], HashSet::new());
        Ok(Self { socket, sequence: 0, buffer, awaited, listens: false })
    }

    /// Returns the socket.
    pub(crate) fn socket(&self) -> &Socket {
        &self.socket
    }

    /// Sends requests, in order, and returns the kernel's answers other than acknowledgements.
    ///
    /// # Errors
    /// Returns the first refusal. The kernel has then processed the later messages of its datagram,
    /// too.
    pub(crate) fn request(
        &mut self,
        cx: Context<'_>,
        requests: Vec<Request>,
    ) -> Result<Vec<RouteNetlinkMessage>, Error> {
        let answers = self.request_all(cx, requests);
        if answers.is_err() {
            // There may never be a notification about an address that was not added.
            self.awaited.clear();
            // The first error is the one to report.
            let _second = self.stop_listening(cx);
        }
        answers
    }

    fn request_all(
        &mut self,
        cx: Context<'_>,
        requests: Vec<Request>,
    ) -> Result<Vec<RouteNetlinkMessage>, Error> {
        let mut answers = Vec::new();
        let mut datagram = Datagram::default();
        let last = requests.len().saturating_sub(1);
        for (nth, Request { message, flags, operation, subject }) in
            requests.into_iter().enumerate()
        {
            cx.attempt(operation, &subject, || Ok(()))?;
            match &message {
                RouteNetlinkMessage::NewAddress(address) => {
                    let awaited = ipv6_address(address);
                    datagram.addresses += usize::from(awaited.is_some());
                    self.awaited.extend(awaited);
                }
                RouteNetlinkMessage::GetLink(_) => datagram.queries += 1,
                _ => {}
            }
            self.sequence = self.sequence.wrapping_add(1);
            let is_full = datagram.is_full() || nth == last;
            // Errors are always reported; one acknowledgement is enough.
            let flags = flags | NLM_F_REQUEST | if is_full { NLM_F_ACK } else { 0 };
            datagram.add(message, self.sequence, flags);
            datagram.about.push((self.sequence, operation, subject));
            if is_full {
                self.exchange(cx, &datagram, &mut answers)?;
                datagram = Datagram::default();
                if self.awaited.len() > MAX_PENDING_ADDRS {
                    self.wait_for_addresses(cx)?;
                }
            }
        }
        Ok(answers)
    }

    /// Sends one datagram and receives everything up to the acknowledgement of its last message.
    fn exchange(
        &mut self,
        cx: Context<'_>,
        datagram: &Datagram,
        answers: &mut Vec<RouteNetlinkMessage>,
    ) -> Result<(), Error> {
        if datagram.addresses > 0 && !self.listens {
            cx.attempt_io(Operation::Join, "notifications of IPv6 addresses", || {
                self.socket.add_membership(IPV6_ADDRESSES)
            })?;
            self.listens = true;
        }
        cx.attempt_io(Operation::Send, "netlink messages", || {
            self.socket.send(&datagram.bytes, 0)
        })?;
        let mut first_refusal = Ok(());
        loop {
            for message in self.receive(cx)? {
                let number = message.header.sequence_number;
                let about = datagram.about.iter().find(|(other, ..)| *other == number);
                let NetlinkPayload::Error(error) = message.payload else {
                    // Everything else is a notification.
                    if let Some(answer) =
                        self.handle_notification(message.payload).filter(|_| about.is_some())
                    {
                        answers.push(answer);
                    }
                    continue;
                };
                if let (Some(_), true, Some((_, operation, subject))) =
                    (error.code, first_refusal.is_ok(), about)
                {
                    let (errno, text) = (-error.raw_code(), ext_ack(&error.header));
                    first_refusal = Err(cx.error(*operation, subject, errno, text));
                }
                if number == self.sequence {
                    return first_refusal;
                }
            }
        }
    }

    /// Waits until every IPv6 address that was added is usable.
    pub(crate) fn wait_for_addresses(&mut self, cx: Context<'_>) -> Result<(), Error> {
        let begin = Instant::now();
        while let Some((_, addr)) = self.awaited.iter().next() {
            self.wait_for_notification(cx, begin, || format!("the address {addr} to be usable"))?;
            for message in self.receive(cx)? {
                drop(self.handle_notification(message.payload));
            }
        }
        self.stop_listening(cx)
    }

    /// Waits for a notification until the timeout since `begin`.
    ///
    /// # Errors
    /// Returns an error if none arrives in time, or if the network goes down meanwhile.
    pub(crate) fn wait_for_notification(
        &self,
        cx: Context<'_>,
        begin: Instant,
        waited_for: impl FnOnce() -> String,
    ) -> Result<(), Error> {
        let left = NOTIFICATION_TIMEOUT.saturating_sub(begin.elapsed());
        match cx.attempt(Operation::Poll, "notifications", || self.poll(cx, left))? {
            Polled::Readable => return Ok(()),
            Polled::Cancelled => {
                return Err(Kind::Down { host: cx.host.map(str::to_owned) }.into());
            }
            Polled::TimedOut => {}
        }
        Err(Kind::Timeout {
            waited_for: waited_for(),
            host: cx.host.unwrap_or_default().to_owned(),
            after: NOTIFICATION_TIMEOUT,
            seen: String::new(),
        }
        .into())
    }

    fn stop_listening(&mut self, cx: Context<'_>) -> Result<(), Error> {
        if self.listens {
            cx.attempt_io(Operation::Leave, "notifications of IPv6 addresses", || {
                self.socket.drop_membership(IPV6_ADDRESSES)
            })?;
            self.listens = false;
        }
        Ok(())
    }

    /// Returns true if addresses were added that have not been waited for.
    pub(crate) fn has_pending_addresses(&self) -> bool {
        self.listens
    }

    /// Joins a group of notifications (`RTNLGRP_*`, `linux/rtnetlink.h`).
    pub(crate) fn join(&mut self, group: u32) -> io::Result<()> {
        self.socket.add_membership(group)
    }

    /// Discards the notifications that have arrived.
    pub(crate) fn discard(&mut self) -> io::Result<()> {
        loop {
            let mut buffer = &mut self.buffer[..];
            match self.socket.recv(&mut buffer, libc::MSG_DONTWAIT) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                // Some did not fit into the receive buffer; their content does not matter.
                Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => {}
                received => drop(received?),
            }
        }
    }

    fn poll(&self, cx: Context<'_>, timeout: Duration) -> Result<Polled, Errno> {
        let timeout = PollTimeout::try_from(timeout).unwrap_or(PollTimeout::MAX);
        let own = PollFd::new(self.socket.as_fd(), PollFlags::POLLIN);
        let cancelled = cx.cancelled.map(|fd| PollFd::new(fd, PollFlags::POLLIN));
        let mut fds: Vec<PollFd<'_>> = [own].into_iter().chain(cancelled).collect();
        loop {
            match poll(&mut fds, timeout) {
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno),
                Ok(0) => return Ok(Polled::TimedOut),
                Ok(_) if fds[0].any() == Some(true) => return Ok(Polled::Readable),
                Ok(_) => return Ok(Polled::Cancelled),
            }
        }
    }

    /// Handles a notification about an address, and returns any other message.
    fn handle_notification(
        &mut self,
        payload: NetlinkPayload<RouteNetlinkMessage>,
    ) -> Option<RouteNetlinkMessage> {
        match payload {
            NetlinkPayload::InnerMessage(RouteNetlinkMessage::NewAddress(address)) => {
                if let Some(known) = ipv6_address(&address) {
                    self.awaited.remove(&known);
                }
                None
            }
            NetlinkPayload::InnerMessage(answer) => Some(answer),
            _ => None,
        }
    }

    fn receive(
        &mut self,
        cx: Context<'_>,
    ) -> Result<Vec<NetlinkMessage<RouteNetlinkMessage>>, Error> {
        let length = cx.attempt_io(Operation::Receive, "netlink messages", || {
            loop {
                let mut buffer = &mut self.buffer[..];
                match self.socket.recv(&mut buffer, 0) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    received => return received,
                }
            }
        })?;
        cx.attempt(Operation::Parse, "netlink messages", || parse(&self.buffer[..length]))
    }
}

/// How a wait for a notification ended.
enum Polled {
    Readable,
    Cancelled,
    TimedOut,
}

impl AsFd for Netlink {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

/// Several messages that go to the kernel at once, with the operation and subject of each.
#[derive(Default)]
struct Datagram {
    bytes: Vec<u8>,
    queries: usize,
    /// The number of addresses that it adds and that a notification follows for.
    addresses: usize,
    about: Vec<(u32, Operation, String)>,
}

impl Datagram {
    fn is_full(&self) -> bool {
        self.bytes.len() >= DATAGRAM
            || self.queries >= MAX_QUERIES
            || self.addresses >= MAX_PENDING_ADDRS
    }

    fn add(&mut self, message: RouteNetlinkMessage, sequence: u32, flags: u16) {
        let mut header = NetlinkHeader::default();
        header.sequence_number = sequence;
        header.flags = flags;
        let mut message = NetlinkMessage::new(header, NetlinkPayload::from(message));
        message.finalize();
        let begin = self.bytes.len();
        self.bytes.resize(begin + message.buffer_len().next_multiple_of(4), 0);
        message.serialize(&mut self.bytes[begin..]);
    }
}

fn ipv6_address(message: &AddressMessage) -> Option<(u32, Ipv6Addr)> {
    message.attributes.iter().find_map(|attribute| match attribute {
        AddressAttribute::Address(IpAddr::V6(addr)) => Some((message.header.index, *addr)),
        _ => None,
    })
}

/// Parses the messages of a datagram.
pub(crate) fn parse(mut bytes: &[u8]) -> Result<Vec<NetlinkMessage<RouteNetlinkMessage>>, Errno> {
    let mut messages = Vec::new();
    while !bytes.is_empty() {
        let message = NetlinkMessage::deserialize(bytes).map_err(|_| Errno::EBADMSG)?;
        let length = message.header.length as usize;
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
        messages.push(message);
    }
    Ok(messages)
}

/// Returns the kernel's explanation of an error (`NLMSGERR_ATTR_MSG`, `linux/netlink.h`), which
/// follows the header of the message that the error is about.
pub fn ext_ack(after_code: &[u8]) -> Option<String> {
    const HEADER: usize = 16;
    const MESSAGE: u16 = 1;
    let mut attributes = after_code.get(HEADER..)?;
    while let [a, b, c, d, ..] = *attributes {
        let length = usize::from(u16::from_ne_bytes([a, b]));
        let value = attributes.get(4..length)?;
        if u16::from_ne_bytes([c, d]) == MESSAGE {
            let text = value.split(|&byte| byte == 0).next().unwrap_or_default();
            return Some(String::from_utf8_lossy(text).into_owned());
        }
        attributes = attributes.get(length.next_multiple_of(4)..)?;
    }
    None
}
