//! A route netlink socket in a node: several messages in one go, each refusal traced to its own
//! (netlink(7), rtnetlink(7)).

use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, Ipv6Addr};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nsfixture_plan::Interface;
use rtnetlink::packet_core::{
    NLM_F_ACK, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use rtnetlink::packet_route::RouteNetlinkMessage;
use rtnetlink::packet_route::address::{AddressAttribute, AddressMessage};
use rtnetlink::packet_route::link::{LinkAttribute, LinkFlags};
use rtnetlink::sys::Socket;
use rtnetlink::sys::protocols::NETLINK_ROUTE;

use super::attempt::Place;
use crate::error::{Error, Kind};

/// A socket in the network namespace of the thread that opened it; any thread may use it.
///
/// It hears of every IPv6 address that it adds, once it is there for good. That it was added
/// without an error is not enough: the kernel joins its multicast group and makes its local route
/// afterwards, from a work queue (`addrconf_dad_work`, `net/ipv6/addrconf.c`), and drops what comes
/// for it until then, so that a first packet would be tried again a second later.
///
/// It listens only as long as it waits for such news: at each notification, of whatever kind, the
/// kernel passes all sockets by that listen to anything, in all namespaces
/// (`netlink_broadcast_filtered`, `net/netlink/af_netlink.c`), which a thousand hosts would feel.
pub(crate) struct Netlink {
    socket: Socket,
    sequence: u32,
    buffer: Vec<u8>,
    awaited: HashSet<(u32, Ipv6Addr)>,
    listens: bool,
}

/// A message with what an error about it is to say.
pub(crate) struct Request {
    pub(crate) message: RouteNetlinkMessage,
    /// Flags beside `NLM_F_REQUEST`.
    pub(crate) flags: u16,
    pub(crate) operation: &'static str,
    pub(crate) subject: String,
}

/// How many bytes of messages go into one datagram at the most; the kernel takes what fits into
/// the socket's send buffer, 208 KiB as a rule (`net.core.wmem_default`).
const DATAGRAM: usize = 16 * 1024;

/// How many questions go into one datagram at the most, and how many addresses are added before
/// the news of them are waited for: what is told has to fit into the socket's receive buffer, 208
/// KiB as a rule (`net.core.rmem_default`), of which an answer takes some 4 KiB and news 1 KiB.
const QUESTIONS: usize = 24;
const NEWS: usize = 64;

/// `RTNLGRP_IPV6_IFADDR` (`linux/rtnetlink.h`).
const IPV6_ADDRESSES: u32 = 9;

/// How long news may take: the kernel's work queue and its link watch serve all namespaces of the
/// machine, and wait for the same lock as their clean-up, so that a thousand hosts that go down
/// elsewhere are felt here.
const DEADLINE: Duration = Duration::from_secs(60);

impl Netlink {
    pub(crate) fn open(place: Place<'_>) -> Result<Self, Error> {
        let socket =
            place.attempt_io("open", "route netlink socket", || Socket::new(NETLINK_ROUTE))?;
        // An error says why in words, and does not repeat the message that it is about.
        place.attempt_io("setsockopt", "NETLINK_EXT_ACK", || socket.set_ext_ack(true))?;
        place.attempt_io("setsockopt", "NETLINK_CAP_ACK", || socket.set_cap_ack(true))?;
        let (buffer, awaited) = (vec![0; 8 * 1024], HashSet::new());
        Ok(Self { socket, sequence: 0, buffer, awaited, listens: false })
    }

    /// The descriptor of the socket.
    pub(crate) fn socket(&self) -> &Socket {
        &self.socket
    }

    /// Has the kernel do all of it, in order, and gives what it answers beside acknowledgements.
    ///
    /// # Errors
    /// The first refusal. The kernel has then tried the later messages of its datagram, too.
    pub(crate) fn request(
        &mut self,
        place: Place<'_>,
        requests: Vec<Request>,
    ) -> Result<Vec<RouteNetlinkMessage>, Error> {
        let answers = self.request_all(place, requests);
        if answers.is_err() {
            // There may never be news of what was not added.
            self.awaited.clear();
            // The error that there was comes first.
            let _second = self.stop_listening(place);
        }
        answers
    }

    fn request_all(
        &mut self,
        place: Place<'_>,
        requests: Vec<Request>,
    ) -> Result<Vec<RouteNetlinkMessage>, Error> {
        let mut answers = Vec::new();
        let mut datagram = Datagram::default();
        let last = requests.len().saturating_sub(1);
        for (nth, Request { message, flags, operation, subject }) in
            requests.into_iter().enumerate()
        {
            place.attempt(operation, &subject, || Ok(()))?;
            match &message {
                RouteNetlinkMessage::NewAddress(address) => {
                    let awaited = ipv6_address(address);
                    datagram.addresses += usize::from(awaited.is_some());
                    self.awaited.extend(awaited);
                }
                RouteNetlinkMessage::GetLink(_) => datagram.questions += 1,
                _ => {}
            }
            self.sequence = self.sequence.wrapping_add(1);
            let is_full = datagram.is_full() || nth == last;
            // An error is told in any case; that all is done, once.
            let flags = flags | NLM_F_REQUEST | if is_full { NLM_F_ACK } else { 0 };
            datagram.add(message, self.sequence, flags);
            datagram.about.push((self.sequence, operation, subject));
            if is_full {
                self.exchange(place, &datagram, &mut answers)?;
                datagram = Datagram::default();
                if self.awaited.len() > NEWS {
                    self.wait_for_addresses(place)?;
                }
            }
        }
        Ok(answers)
    }

    /// Sends one datagram and takes what comes back up to the acknowledgement of its last message.
    fn exchange(
        &mut self,
        place: Place<'_>,
        datagram: &Datagram,
        answers: &mut Vec<RouteNetlinkMessage>,
    ) -> Result<(), Error> {
        if datagram.addresses > 0 && !self.listens {
            place.attempt_io("join", "notifications of IPv6 addresses", || {
                self.socket.add_membership(IPV6_ADDRESSES)
            })?;
            self.listens = true;
        }
        place.attempt_io("send", "netlink messages", || self.socket.send(&datagram.bytes, 0))?;
        let mut first_refusal = Ok(());
        loop {
            for message in self.receive(place)? {
                let number = message.header.sequence_number;
                let about = datagram.about.iter().find(|(other, ..)| *other == number);
                let NetlinkPayload::Error(error) = message.payload else {
                    // What was not asked for is news.
                    if let Some(answer) = self.take(message.payload).filter(|_| about.is_some()) {
                        answers.push(answer);
                    }
                    continue;
                };
                if let (Some(_), true, Some((_, operation, subject))) =
                    (error.code, first_refusal.is_ok(), about)
                {
                    let (errno, says) = (-error.raw_code(), ext_ack(&error.header));
                    first_refusal = Err(place.refusal(operation, subject, errno, says));
                }
                if number == self.sequence {
                    return first_refusal;
                }
            }
        }
    }

    /// Waits until every IPv6 address that was added can be used.
    pub(crate) fn wait_for_addresses(&mut self, place: Place<'_>) -> Result<(), Error> {
        let begin = Instant::now();
        while let Some((_, addr)) = self.awaited.iter().next() {
            self.wait_for_news(place, begin, || format!("the address {addr} to be usable"))?;
            for message in self.receive(place)? {
                drop(self.take(message.payload));
            }
        }
        self.stop_listening(place)
    }

    /// Waits until news come in, for so long since `begin` as news may take.
    ///
    /// # Errors
    /// What was waited for, in time.
    pub(crate) fn wait_for_news(
        &self,
        place: Place<'_>,
        begin: Instant,
        waited_for: impl FnOnce() -> String,
    ) -> Result<(), Error> {
        let left = DEADLINE.saturating_sub(begin.elapsed());
        if place.attempt("poll", "notifications", || self.is_readable(left))? {
            return Ok(());
        }
        Err(Kind::Timeout {
            waited_for: waited_for(),
            node: place.node.unwrap_or_default().to_owned(),
            after: DEADLINE,
            seen: String::new(),
        }
        .into())
    }

    fn stop_listening(&mut self, place: Place<'_>) -> Result<(), Error> {
        if self.listens {
            place.attempt_io("leave", "notifications of IPv6 addresses", || {
                self.socket.drop_membership(IPV6_ADDRESSES)
            })?;
            self.listens = false;
        }
        Ok(())
    }

    /// Whether addresses were added that have not been waited for.
    pub(crate) fn awaits_addresses(&self) -> bool {
        self.listens
    }

    /// Joins a group of notifications (`RTNLGRP_*`, `linux/rtnetlink.h`).
    pub(crate) fn join(&mut self, group: u32) -> io::Result<()> {
        self.socket.add_membership(group)
    }

    /// Throws away the notifications that have come in.
    pub(crate) fn discard(&mut self) -> io::Result<()> {
        loop {
            let mut room = &mut self.buffer[..];
            match self.socket.recv(&mut room, libc::MSG_DONTWAIT) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                // Some were lost for want of room; nobody reads what they said.
                Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => {}
                received => drop(received?),
            }
        }
    }

    /// Whether something comes in within this time.
    pub(crate) fn is_readable(&self, timeout: Duration) -> Result<bool, Errno> {
        let timeout = PollTimeout::try_from(timeout).unwrap_or(PollTimeout::MAX);
        let mut fds = [PollFd::new(self.socket.as_fd(), PollFlags::POLLIN)];
        loop {
            match poll(&mut fds, timeout) {
                Err(Errno::EINTR) => {}
                ready => return ready.map(|count| count > 0),
            }
        }
    }

    /// Takes the news of an address, and gives back what else it is.
    fn take(
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
        place: Place<'_>,
    ) -> Result<Vec<NetlinkMessage<RouteNetlinkMessage>>, Error> {
        let length = place.attempt_io("receive", "netlink messages", || {
            loop {
                let mut room = &mut self.buffer[..];
                match self.socket.recv(&mut room, 0) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    received => return received,
                }
            }
        })?;
        place.attempt("parse", "netlink messages", || parse(&self.buffer[..length]))
    }
}

impl AsFd for Netlink {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

/// Several messages that go to the kernel at once, and what each is about.
#[derive(Default)]
struct Datagram {
    bytes: Vec<u8>,
    questions: usize,
    /// How many addresses it adds that are told of.
    addresses: usize,
    about: Vec<(u32, &'static str, String)>,
}

impl Datagram {
    fn is_full(&self) -> bool {
        self.bytes.len() >= DATAGRAM || self.questions >= QUESTIONS || self.addresses >= NEWS
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

/// Whether what the kernel answered says that an interface is set up (`IFF_UP`), if it does not
/// carry packets.
pub(crate) fn is_up(answers: &[RouteNetlinkMessage], interface: &Interface) -> bool {
    answers.iter().any(|answer| match answer {
        RouteNetlinkMessage::NewLink(link) => {
            link.header.index == interface.index && link.header.flags.contains(LinkFlags::Up)
        }
        _ => false,
    })
}

/// The MTU of an interface, in bytes, as the kernel answered.
pub(crate) fn mtu(answers: &[RouteNetlinkMessage], interface: &Interface) -> Option<u32> {
    let links = answers.iter().filter_map(|answer| match answer {
        RouteNetlinkMessage::NewLink(link) if link.header.index == interface.index => Some(link),
        _ => None,
    });
    links.flat_map(|link| &link.attributes).find_map(|attribute| match attribute {
        LinkAttribute::Mtu(mtu) => Some(*mtu),
        _ => None,
    })
}

fn ipv6_address(message: &AddressMessage) -> Option<(u32, Ipv6Addr)> {
    message.attributes.iter().find_map(|attribute| match attribute {
        AddressAttribute::Address(IpAddr::V6(addr)) => Some((message.header.index, *addr)),
        _ => None,
    })
}

fn parse(mut bytes: &[u8]) -> Result<Vec<NetlinkMessage<RouteNetlinkMessage>>, Errno> {
    let mut messages = Vec::new();
    while !bytes.is_empty() {
        let message = NetlinkMessage::deserialize(bytes).map_err(|_| Errno::EBADMSG)?;
        let length = message.header.length as usize;
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
        messages.push(message);
    }
    Ok(messages)
}

/// The kernel's words beside the error number (`NLMSGERR_ATTR_MSG`, `linux/netlink.h`), which
/// follow the header of the message that the error is about.
pub(super) fn ext_ack(after_code: &[u8]) -> Option<String> {
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
