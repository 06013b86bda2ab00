//! A route netlink socket in a node: several messages in one go, each refusal traced to its own
//! (netlink(7), rtnetlink(7)).

use std::io;

use rtnetlink::packet_core::{
    NLM_F_ACK, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use rtnetlink::packet_route::RouteNetlinkMessage;
use rtnetlink::sys::protocols::NETLINK_ROUTE;
use rtnetlink::sys::{Socket, SocketAddr};

use super::attempt::Place;
use crate::error::Error;

/// A socket in the network namespace of the thread that opened it; any thread may use it.
pub(crate) struct Netlink {
    socket: Socket,
    sequence: u32,
    buffer: Vec<u8>,
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
const DATAGRAM: usize = 32 * 1024;

impl Netlink {
    pub(crate) fn open(place: Place<'_>) -> Result<Self, Error> {
        let socket =
            place.attempt_io("open", "route netlink socket", || Socket::new(NETLINK_ROUTE))?;
        // An error says why in words, and does not repeat the message that it is about.
        place.attempt_io("setsockopt", "NETLINK_EXT_ACK", || socket.set_ext_ack(true))?;
        place.attempt_io("setsockopt", "NETLINK_CAP_ACK", || socket.set_cap_ack(true))?;
        Ok(Self { socket, sequence: 0, buffer: vec![0; 8 * 1024] })
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
        let mut answers = Vec::new();
        let mut waiting = Vec::new();
        let mut bytes = Vec::new();
        for Request { message, flags, operation, subject } in requests {
            place.attempt(operation, &subject, || Ok(()))?;
            self.sequence = self.sequence.wrapping_add(1);
            let mut header = NetlinkHeader::default();
            header.sequence_number = self.sequence;
            header.flags = NLM_F_REQUEST | NLM_F_ACK | flags;
            let mut message = NetlinkMessage::new(header, NetlinkPayload::from(message));
            message.finalize();
            let begin = bytes.len();
            bytes.resize(begin + message.buffer_len().next_multiple_of(4), 0);
            message.serialize(&mut bytes[begin..]);
            waiting.push((self.sequence, operation, subject));
            if bytes.len() >= DATAGRAM {
                self.exchange(place, &bytes, &waiting, &mut answers)?;
                bytes.clear();
                waiting.clear();
            }
        }
        if !waiting.is_empty() {
            self.exchange(place, &bytes, &waiting, &mut answers)?;
        }
        Ok(answers)
    }

    /// Sends one datagram and takes an acknowledgement for each of its messages.
    fn exchange(
        &mut self,
        place: Place<'_>,
        bytes: &[u8],
        waiting: &[(u32, &'static str, String)],
        answers: &mut Vec<RouteNetlinkMessage>,
    ) -> Result<(), Error> {
        place.attempt_io("send", "netlink messages", || self.socket.send(bytes, 0))?;
        let mut first_refusal = Ok(());
        let mut missing = waiting.len();
        while missing > 0 {
            let received = place.attempt_io("receive", "netlink answers", || self.receive())?;
            for message in parse(&self.buffer[..received]) {
                let message = place.attempt_io("parse", "netlink answer", || message)?;
                let sequence = message.header.sequence_number;
                match message.payload {
                    NetlinkPayload::Error(error) => {
                        missing -= 1;
                        let refused = error.code.is_some() && first_refusal.is_ok();
                        let about = waiting.iter().find(|(number, ..)| *number == sequence);
                        if let (true, Some((_, operation, subject))) = (refused, about) {
                            let errno = -error.raw_code();
                            let says = ext_ack(&error.header);
                            first_refusal = Err(place.refusal(operation, subject, errno, says));
                        }
                    }
                    NetlinkPayload::InnerMessage(answer) => answers.push(answer),
                    _ => {}
                }
            }
        }
        first_refusal
    }

    /// Joins groups of notifications (`RTMGRP_*`, `linux/rtnetlink.h`).
    pub(crate) fn join(&mut self, groups: u32) -> io::Result<()> {
        self.socket.bind(&SocketAddr::new(0, groups))
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

    fn receive(&mut self) -> io::Result<usize> {
        loop {
            let mut room = &mut self.buffer[..];
            match self.socket.recv(&mut room, 0) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                received => return received,
            }
        }
    }
}

fn parse(
    mut bytes: &[u8],
) -> impl Iterator<Item = io::Result<NetlinkMessage<RouteNetlinkMessage>>> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let message = NetlinkMessage::deserialize(bytes);
        let length = match &message {
            Ok(message) => message.header.length as usize,
            Err(_) => bytes.len(),
        };
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some(message.map_err(|_| io::Error::from_raw_os_error(libc::EBADMSG)))
    })
}

/// The kernel's words beside the error number (`NLMSGERR_ATTR_MSG`, `linux/netlink.h`), which
/// follow the header of the message that the error is about.
fn ext_ack(after_code: &[u8]) -> Option<String> {
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
