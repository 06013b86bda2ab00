//! Netlink messages from kinds and numbers alone (netlink(7)): what is probed is more than any
//! library has types for.

use std::io;

use rtnetlink::sys::{Socket, SocketAddr};

use nsfixture::__cli::ext_ack;

use super::refusal::Refusal;

/// `NLM_F_REQUEST` and `NLM_F_ACK`.
pub(super) const REQUEST: u16 = 0x1 | 0x4;
/// With them, `NLM_F_EXCL` and `NLM_F_CREATE`.
pub(super) const CREATE: u16 = REQUEST | 0x200 | 0x400;

const HEADER: usize = 16;
const NESTED: u16 = 0x8000;
const ERROR: u16 = 2;

/// The value of an attribute.
#[derive(Clone, Copy)]
pub(super) enum Value {
    Flag,
    U16(u16),
    U32(u32),
    /// A number in the order of the network.
    Be32(u32),
    U8(u8),
    Bytes(&'static [u8]),
}

/// A message that grows.
pub(super) struct Message(Vec<u8>);

impl Message {
    /// One of this kind, with the structure that each such message begins with.
    pub(super) fn new(kind: u16, flags: u16, begin: &[u8]) -> Self {
        let mut bytes = vec![0; HEADER];
        bytes[4..6].copy_from_slice(&kind.to_ne_bytes());
        bytes[6..8].copy_from_slice(&flags.to_ne_bytes());
        bytes.extend(begin);
        Self(bytes)
    }

    pub(super) fn attribute(mut self, kind: u16, value: &[u8]) -> Self {
        self.0.extend((4 + value.len() as u16).to_ne_bytes());
        self.0.extend(kind.to_ne_bytes());
        self.0.extend(value);
        self.fill();
        self
    }

    /// A string, which ends with a zero.
    pub(super) fn text(self, kind: u16, text: &str) -> Self {
        self.attribute(kind, &[text.as_bytes(), &[0]].concat())
    }

    pub(super) fn value(self, kind: u16, value: Value) -> Self {
        match value {
            Value::Flag => self.attribute(kind, &[]),
            Value::U16(number) => self.attribute(kind, &number.to_ne_bytes()),
            Value::U32(number) => self.attribute(kind, &number.to_ne_bytes()),
            Value::Be32(number) => self.attribute(kind, &number.to_be_bytes()),
            Value::U8(number) => self.attribute(kind, &[number]),
            Value::Bytes(bytes) => self.attribute(kind, bytes),
        }
    }

    /// An attribute that has attributes.
    pub(super) fn nest(self, kind: u16, fill: impl FnOnce(Self) -> Self) -> Self {
        let begin = self.0.len();
        let mut nested = fill(self.attribute(kind | NESTED, &[]));
        let length = (nested.0.len() - begin) as u16;
        nested.0[begin..begin + 2].copy_from_slice(&length.to_ne_bytes());
        nested
    }

    pub(super) fn values(self, kind: u16, values: &[(u16, Value)]) -> Self {
        self.nest(kind, |nest| {
            values.iter().fold(nest, |nest, &(kind, value)| nest.value(kind, value))
        })
    }

    fn fill(&mut self) {
        self.0.resize(self.0.len().next_multiple_of(4), 0);
    }

    fn finish(mut self) -> Vec<u8> {
        let length = self.0.len() as u32;
        self.0[..4].copy_from_slice(&length.to_ne_bytes());
        self.0
    }
}

/// Has the kernel do all of it; the first refusal.
///
/// It has answered when `send` returns: requests are handled by the thread that sends them
/// (`netlink_unicast_kernel`, `net/netlink/af_netlink.c`).
pub(super) fn request(protocol: isize, messages: Vec<Message>) -> Result<(), Refusal> {
    let socket = Socket::new(protocol)?;
    // An older kernel has no words.
    let _no_words = socket.set_ext_ack(true).and_then(|()| socket.set_cap_ack(true));
    let datagram = messages.into_iter().flat_map(Message::finish).collect::<Vec<_>>();
    socket.send_to(&datagram, &SocketAddr::new(0, 0), 0)?;
    let mut buffer = vec![0; 32 * 1024];
    let mut is_answered = false;
    loop {
        let mut room = &mut buffer[..];
        let length = match socket.recv(&mut room, libc::MSG_DONTWAIT) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && is_answered => return Ok(()),
            received => received?,
        };
        is_answered = true;
        let mut rest = &buffer[..length];
        while let Some(header) = rest.first_chunk::<HEADER>() {
            let end = u32::from_ne_bytes([header[0], header[1], header[2], header[3]]) as usize;
            let body = rest.get(HEADER..end).unwrap_or_default();
            if u16::from_ne_bytes([header[4], header[5]]) == ERROR {
                acknowledged(body)?;
            }
            rest = rest.get(end.next_multiple_of(4).max(HEADER)..).unwrap_or_default();
        }
    }
}

/// `struct nlmsgerr` begins with the negative error number, or with 0.
fn acknowledged(body: &[u8]) -> Result<(), Refusal> {
    let code = body.first_chunk().map_or(-libc::EBADMSG, |&code| i32::from_ne_bytes(code));
    if code == 0 {
        return Ok(());
    }
    Err(Refusal { errno: -code, message: ext_ack(body.get(4..).unwrap_or_default()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_what_is_inside() {
        let message = Message::new(16, REQUEST, &[7; 4])
            .nest(18, |nest| nest.text(1, "veth").values(2, &[(3, Value::U16(4))]));
        let little = |number: u16| number.to_ne_bytes();
        let expected = [
            &48_u32.to_ne_bytes()[..],
            &little(16),
            &little(5),
            &[0; 8],
            &[7; 4],
            &little(28),
            &little(NESTED | 0x12),
            &little(9),
            &little(1),
            b"veth\0\0\0\0",
            &little(12),
            &little(NESTED | 0x2),
            &little(6),
            &little(3),
            &little(4),
            &[0; 2],
        ];
        assert_eq!(message.finish(), expected.concat());
    }
}
