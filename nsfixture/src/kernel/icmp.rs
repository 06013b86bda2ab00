//! Echo requests (RFC 792, RFC 4443) through an ICMP socket (icmp(7)), or a raw one where that is
//! refused. The calling thread is in the host.

use std::borrow::Cow;
use std::io::{self, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::ops::RangeInclusive;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::time::{Duration, Instant};

use nix::sys::socket::sockopt::{Ipv4RecvErr, Ipv4Ttl, Ipv6RecvErr, Ipv6Ttl};
use nix::sys::socket::{
    AddressFamily, ControlMessageOwned, MsgFlags, SockFlag, SockProtocol, SockType, recvmsg,
    setsockopt, socket,
};
use tokio::io::Interest;
use tokio::time::timeout;

use super::context::Context;
use super::readiness;
use crate::error::{Error, Operation};

const HEADER: usize = 8;

/// The shortest payload in bytes: the number by which a reply is recognised.
const NONCE: usize = 8;

/// Returns the payload sizes, in bytes, that fit into an IP packet: up to 65,535 bytes less the IPv4
/// header and the ICMP header, or for IPv6, whose header does not count, less the ICMP header.
pub(crate) fn payload_range(target: IpAddr) -> RangeInclusive<usize> {
    match target {
        IpAddr::V4(_) => NONCE..=65_507,
        IpAddr::V6(_) => NONCE..=65_527,
    }
}

/// An echo request to send.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    pub(crate) target: SocketAddr,
    /// The TTL or hop limit; the kernel's default unless given.
    pub(crate) ttl: Option<u8>,
    /// The number of bytes after the ICMP header, in [`payload_range`].
    pub(crate) payload: usize,
    pub(crate) timeout: Duration,
}

/// The outcome of an echo request.
pub(crate) enum Outcome {
    /// The reply arrived after this time.
    Reply(Duration),
    /// A host on the path reported it as undeliverable.
    Undelivered(Report),
    /// Nothing arrived in time.
    Nothing,
}

/// A report that a packet is undeliverable.
pub(crate) struct Report {
    pub(crate) by: IpAddr,
    pub(crate) why: Cow<'static, str>,
}

/// Sends one echo request and waits for the outcome.
pub(crate) fn ping(cx: Context<'_>, request: &Request) -> Result<Outcome, Error> {
    let echo = Echo::send(cx, request)?;
    loop {
        let left = request.timeout.saturating_sub(echo.begin.elapsed());
        if left.is_zero() {
            return Ok(Outcome::Nothing);
        }
        cx.attempt_io(Operation::Setsockopt, "SO_RCVTIMEO", || {
            echo.socket.inner.set_read_timeout(Some(left))
        })?;
        if let Some(outcome) = echo.receive(cx)? {
            return Ok(outcome);
        }
    }
}

/// Like [`ping`], without blocking the calling thread, which is in a runtime of the host.
pub(crate) async fn ping_async(cx: Context<'_>, request: &Request) -> Result<Outcome, Error> {
    let echo = Echo::send(cx, request)?;
    let echo = cx.attempt_io(Operation::Poll, "ICMP socket", || {
        echo.socket.inner.set_nonblocking(true)?;
        // What is in the error queue makes no socket readable (`datagram_poll`, `net/core/datagram.c`).
        readiness::watch(echo, Interest::READABLE | Interest::ERROR)
    })?;
    let outcome = async {
        loop {
            let ready = echo.ready(Interest::READABLE | Interest::ERROR).await;
            let mut ready = cx.attempt_io(Operation::Poll, "ICMP socket", || ready)?;
            ready.clear_ready();
            if let Some(outcome) = echo.get_ref().receive(cx)? {
                return Ok(outcome);
            }
        }
    };
    timeout(request.timeout, outcome).await.unwrap_or(Ok(Outcome::Nothing))
}

/// An echo request that was sent.
struct Echo {
    socket: Socket,
    target: IpAddr,
    begin: Instant,
}

impl Echo {
    fn send(cx: Context<'_>, request: &Request) -> Result<Self, Error> {
        let target = request.target.ip();
        let socket = Socket::open(cx, request)?;
        let begin = Instant::now();
        let send = || socket.inner.send(&socket.request);
        cx.attempt_io(Operation::SendEchoRequest, target, send)?;
        Ok(Self { socket, target, begin })
    }

    /// Receives what has arrived, until it is the outcome, or until nothing is left.
    fn receive(&self, cx: Context<'_>) -> Result<Option<Outcome>, Error> {
        let socket = &self.socket;
        let mut buffer = vec![0; 1500.max(socket.request.len() + 60)];
        loop {
            match socket.inner.recv(&mut buffer) {
                Ok(length) if socket.is_reply(&buffer[..length]) => {
                    return Ok(Some(Outcome::Reply(self.begin.elapsed())));
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // A router has forwarded the request and sent a redirect (`ping_err`,
                // `net/ipv4/ping.c`).
                Err(error) if error.raw_os_error() == Some(libc::EREMOTEIO) => {}
                Err(error) => {
                    if let Some(report) = socket.report() {
                        return Ok(Some(Outcome::Undelivered(report)));
                    }
                    let failed = || Err::<(), _>(error);
                    cx.attempt_io(Operation::ReceiveEchoReply, self.target, failed)?;
                }
            }
        }
    }
}

impl AsFd for Echo {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.inner.as_fd()
    }
}

impl AsRawFd for Echo {
    fn as_raw_fd(&self) -> RawFd {
        self.socket.inner.as_raw_fd()
    }
}

struct Socket {
    inner: UdpSocket,
    raw: bool,
    ipv6: bool,
    request: Vec<u8>,
}

impl Socket {
    fn open(cx: Context<'_>, request: &Request) -> Result<Self, Error> {
        let target = request.target;
        let ipv6 = target.is_ipv6();
        let (family, protocol) = match target.ip() {
            IpAddr::V4(_) => (AddressFamily::Inet, SockProtocol::Icmp),
            IpAddr::V6(_) => (AddressFamily::Inet6, SockProtocol::IcmpV6),
        };
        let open = |kind| socket(family, kind, SockFlag::SOCK_CLOEXEC, protocol);
        let (raw, fd) = cx.attempt(Operation::OpenIcmpSocket, "ICMP socket", || {
            match open(SockType::Datagram) {
                Err(nix::errno::Errno::EACCES) => open(SockType::Raw).map(|fd| (true, fd)),
                opened => opened.map(|fd| (false, fd)),
            }
        })?;
        // Makes the kernel report ICMP errors to the socket (ip(7)).
        cx.attempt(Operation::Setsockopt, "IP_RECVERR", || {
            if ipv6 {
                setsockopt(&fd, Ipv6RecvErr, &true)
            } else {
                setsockopt(&fd, Ipv4RecvErr, &true)
            }
        })?;
        if let Some(ttl) = request.ttl {
            let ttl = i32::from(ttl);
            cx.attempt(Operation::Setsockopt, "IP_TTL", || {
                if ipv6 { setsockopt(&fd, Ipv6Ttl, &ttl) } else { setsockopt(&fd, Ipv4Ttl, &ttl) }
            })?;
        }
        // A datagram socket of another protocol: what UdpSocket does with it fits.
        let inner = UdpSocket::from(fd);
        cx.attempt_io(Operation::Connect, target.ip(), || inner.connect(target))?;
        let request = echo_request(ipv6, raw, request.payload);
        Ok(Self { inner, raw, ipv6, request })
    }

    /// A raw IPv4 socket receives the IP header, too (raw(7)).
    fn is_reply(&self, packet: &[u8]) -> bool {
        let skip = match packet.first() {
            Some(first) if self.raw && !self.ipv6 => usize::from(first & 0x0f) * 4,
            _ => 0,
        };
        let reply_type = if self.ipv6 { 129 } else { 0 };
        packet.get(skip..).is_some_and(|icmp| {
            icmp.first() == Some(&reply_type) && icmp.get(HEADER..) == self.request.get(HEADER..)
        })
    }

    /// Returns the report in the socket's error queue (ip(7), `IP_RECVERR`). A redirect, which may
    /// precede it, is none.
    fn report(&self) -> Option<Report> {
        const REDIRECT: u8 = 5;
        loop {
            let (kind, report) = self.next_error()?;
            if self.ipv6 || kind != REDIRECT {
                return Some(report);
            }
        }
    }

    /// Returns the next error of the queue, with its ICMP type.
    fn next_error(&self) -> Option<(u8, Report)> {
        let mut data = [0; 256];
        let mut space = nix::cmsg_space!([u8; 128]);
        let mut buffers = [IoSliceMut::new(&mut data)];
        let (fd, flags) = (self.inner.as_raw_fd(), MsgFlags::MSG_ERRQUEUE);
        let message = recvmsg::<()>(fd, &mut buffers, Some(&mut space), flags).ok()?;
        message.cmsgs().ok()?.find_map(|control| match control {
            ControlMessageOwned::Ipv4RecvErr(error, Some(by)) => {
                let by = Ipv4Addr::from(u32::from_be(by.sin_addr.s_addr)).into();
                let why = why_v4(error.ee_type, error.ee_code, error.ee_info);
                Some((error.ee_type, Report { by, why }))
            }
            ControlMessageOwned::Ipv6RecvErr(error, Some(by)) => {
                let by = Ipv6Addr::from(by.sin6_addr.s6_addr).into();
                let why = why_v6(error.ee_type, error.ee_code, error.ee_info);
                Some((error.ee_type, Report { by, why }))
            }
            _ => None,
        })
    }
}

/// The types and codes of RFC 792 and RFC 1812, section 5.2.7.
fn why_v4(kind: u8, code: u8, info: u32) -> Cow<'static, str> {
    match (kind, code) {
        (11, 0) => "TTL exceeded".into(),
        (3, 0) => "network unreachable".into(),
        (3, 1) => "host unreachable".into(),
        (3, 4) => too_big(info),
        (3, 9 | 10 | 13) => PROHIBITED.into(),
        _ => format!("ICMP type {kind}, code {code}").into(),
    }
}

/// The types and codes of RFC 4443, section 3.
fn why_v6(kind: u8, code: u8, info: u32) -> Cow<'static, str> {
    match (kind, code) {
        (3, 0) => "hop limit exceeded".into(),
        (1, 0) => "network unreachable".into(),
        (1, 3) => "host unreachable".into(),
        (1, 1) => PROHIBITED.into(),
        (2, 0) => too_big(info),
        _ => format!("ICMPv6 type {kind}, code {code}").into(),
    }
}

const PROHIBITED: &str = "administratively prohibited";

fn too_big(mtu: u32) -> Cow<'static, str> {
    format!("packet too big: the next hop's MTU is {mtu} bytes").into()
}

/// Returns a request whose payload starts with a random number, by which its reply is recognised.
fn echo_request(ipv6: bool, raw: bool, payload: usize) -> Vec<u8> {
    use std::hash::{BuildHasher, RandomState};
    let nonce: [u8; NONCE] = RandomState::new().hash_one(std::process::id()).to_ne_bytes();
    let mut request = vec![0; HEADER + payload];
    request[0] = if ipv6 { 128 } else { 8 };
    request[7] = 1;
    request[HEADER..HEADER + NONCE].copy_from_slice(&nonce);
    if raw && !ipv6 {
        // Elsewhere the kernel computes it.
        let checksum = checksum(&request).to_be_bytes();
        request[2..4].copy_from_slice(&checksum);
    }
    request
}

/// RFC 1071.
fn checksum(bytes: &[u8]) -> u16 {
    let words =
        bytes.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0)));
    let sum: u32 = words.sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    !((folded & 0xffff) + (folded >> 16)) as u16
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn sums_to_zero() {
        let mut bytes = [8, 0, 0, 0, 1, 2, 3, 4, 255, 255, 254, 1];
        let sum = checksum(&bytes).to_be_bytes();
        bytes[2..4].copy_from_slice(&sum);
        assert_eq!(checksum(&bytes), 0);
    }
}
