//! The sockets of a host, as the kernel lists them (sock_diag(7)). The calling thread is in the host.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use rtnetlink::sys::Socket;
use rtnetlink::sys::protocols::NETLINK_SOCK_DIAG;

use super::context::Context;
use crate::error::{Error, Operation};

/// A transport protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Tcp,
    Udp,
}

impl Protocol {
    fn number(self) -> u8 {
        match self {
            Self::Tcp => 6,
            Self::Udp => 17,
        }
    }

    /// Returns the states in which a socket receives on its port, as a bit set:
    /// `TCP_LISTEN` (10), and `TCP_CLOSE` (7), in which unconnected UDP sockets are.
    fn listening_states(self) -> u32 {
        match self {
            Self::Tcp => 1 << 10,
            Self::Udp => 1 << 7,
        }
    }
}

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const NLM_F_REQUEST_DUMP: u16 = 0x1 | 0x300;
const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
/// `struct nlmsghdr` and `struct inet_diag_req_v2` (`linux/inet_diag.h`).
const HEADER: usize = 16;
const REQUEST: usize = HEADER + 56;

/// The size of `struct inet_diag_msg`, after which its attributes begin.
const MESSAGE: usize = 72;

/// The families whose sockets are listed.
const FAMILIES: [u8; 2] = [libc::AF_INET as u8, libc::AF_INET6 as u8];

/// The states in which TCP may have something to send, as a bit set: all except `TCP_TIME_WAIT` (6),
/// `TCP_CLOSE` (7), `TCP_LISTEN` (10) and `TCP_NEW_SYN_RECV` (12).
const SENDING_STATES: u32 = 0xb3e;

/// A sock_diag socket.
pub(crate) struct SockDiag(Socket);

impl SockDiag {
    pub(crate) fn open(cx: Context<'_>) -> Result<Self, Error> {
        cx.attempt_io(Operation::Open, "sock_diag netlink socket", || {
            Socket::new(NETLINK_SOCK_DIAG)
        })
        .map(Self)
    }

    /// Returns the addresses on which sockets listen, or for UDP are bound.
    pub(crate) fn listening(
        &self,
        cx: Context<'_>,
        protocol: Protocol,
    ) -> Result<Vec<SocketAddr>, Error> {
        let mut found = Vec::new();
        cx.attempt_io(Operation::ListSockets, format_args!("{protocol:?}"), || {
            self.list(protocol, protocol.listening_states(), |body| {
                found.extend(local_address(body));
            })
        })?;
        Ok(found)
    }

    /// Returns true if a socket has sent something that has not arrived yet, or not been acknowledged. What
    /// the kernel does not list has not.
    pub(crate) fn any_has_unsent(&self) -> bool {
        let mut any = false;
        for (protocol, states) in [(Protocol::Tcp, SENDING_STATES), (Protocol::Udp, u32::MAX)] {
            // A kernel without this protocol's list refuses.
            let _not_listed = self.list(protocol, states, |body| any |= unsent(body) > 0);
        }
        any
    }

    /// Visits all sockets of a protocol, with these attributes (`INET_DIAG_*`), which begin at [`MESSAGE`].
    pub(super) fn list_in_full(
        &self,
        protocol: Protocol,
        attributes: &[u16],
        visit: impl FnMut(&[u8]),
    ) -> io::Result<()> {
        let extensions = attributes.iter().fold(0, |bits, attribute| bits | 1 << (attribute - 1));
        self.list_with(protocol, u32::MAX, extensions, visit)
    }

    fn list(&self, protocol: Protocol, states: u32, visit: impl FnMut(&[u8])) -> io::Result<()> {
        self.list_with(protocol, states, 0, visit)
    }

    fn list_with(
        &self,
        protocol: Protocol,
        states: u32,
        extensions: u8,
        mut visit: impl FnMut(&[u8]),
    ) -> io::Result<()> {
        for family in FAMILIES {
            let mut request = request(family, protocol, states);
            request[HEADER + 2] = extensions;
            self.0.send(&request, 0)?;
            self.visit_all(&mut visit)?;
        }
        Ok(())
    }

    fn visit_all(&self, visit: &mut impl FnMut(&[u8])) -> io::Result<()> {
        let mut buffer = vec![0_u8; 32 * 1024];
        loop {
            let mut free = &mut buffer[..];
            let length = self.0.recv(&mut free, 0)?;
            let mut rest = &buffer[..length];
            while let Some(header) = rest.get(..HEADER) {
                let length = u32::from_ne_bytes([header[0], header[1], header[2], header[3]]);
                let body = rest.get(HEADER..length as usize).unwrap_or_default();
                match u16::from_ne_bytes([header[4], header[5]]) {
                    NLMSG_DONE => return Ok(()),
                    NLMSG_ERROR => return Err(error(body)),
                    _ => visit(body),
                }
                rest = rest.get((length as usize).next_multiple_of(4)..).unwrap_or_default();
            }
        }
    }
}

fn request(family: u8, protocol: Protocol, states: u32) -> [u8; REQUEST] {
    let mut bytes = [0; REQUEST];
    bytes[..4].copy_from_slice(&(REQUEST as u32).to_ne_bytes());
    bytes[4..6].copy_from_slice(&SOCK_DIAG_BY_FAMILY.to_ne_bytes());
    bytes[6..8].copy_from_slice(&NLM_F_REQUEST_DUMP.to_ne_bytes());
    bytes[HEADER] = family;
    bytes[HEADER + 1] = protocol.number();
    bytes[HEADER + 4..HEADER + 8].copy_from_slice(&states.to_ne_bytes());
    bytes
}

fn error(body: &[u8]) -> io::Error {
    let code = body.first_chunk().map_or(-libc::EBADMSG, |&code| i32::from_ne_bytes(code));
    io::Error::from_raw_os_error(-code)
}

/// The send queue in `struct inet_diag_msg`: for TCP the bytes that are not acknowledged, for UDP the memory
/// of what has not been received.
fn unsent(body: &[u8]) -> u32 {
    body.get(60..64).and_then(<[u8]>::first_chunk).map_or(0, |&bytes| u32::from_ne_bytes(bytes))
}

/// `struct inet_diag_msg`: the family, three bytes, then the source's and the destination's port,
/// then the source's address and the destination's.
pub(super) fn local_address(body: &[u8]) -> Option<SocketAddr> {
    address(body, 4, 8)
}

/// The address of the other end; unspecified for a socket that is not connected.
pub(super) fn remote_address(body: &[u8]) -> Option<SocketAddr> {
    address(body, 6, 24)
}

fn address(body: &[u8], port: usize, address: usize) -> Option<SocketAddr> {
    let port = u16::from_be_bytes(*body.get(port..port + 2)?.first_chunk()?);
    let address: &[u8; 16] = body.get(address..address + 16)?.first_chunk()?;
    let ip = match i32::from(*body.first()?) {
        libc::AF_INET => IpAddr::V4(Ipv4Addr::from(*address.first_chunk::<4>()?)),
        _ => IpAddr::V6(Ipv6Addr::from(*address)),
    };
    Some(SocketAddr::new(ip, port))
}

/// Returns the value of an attribute (`INET_DIAG_*`) of a listed socket.
pub(super) fn attribute(body: &[u8], kind: u16) -> Option<&[u8]> {
    let mut rest = body.get(MESSAGE..)?;
    while let [a, b, c, d, ..] = *rest {
        let length = usize::from(u16::from_ne_bytes([a, b]));
        let value = rest.get(4..length)?;
        if u16::from_ne_bytes([c, d]) == kind {
            return Some(value);
        }
        rest = rest.get(length.next_multiple_of(4)..)?;
    }
    None
}
