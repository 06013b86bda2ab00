//! Echo requests (RFC 792, RFC 4443) through an ICMP socket (icmp(7)), or a raw one where that is
//! refused. The calling thread is in the node.

use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use nix::sys::socket::sockopt::{Ipv4RecvErr, Ipv6RecvErr};
use nix::sys::socket::{AddressFamily, SockFlag, SockProtocol, SockType, setsockopt, socket};

use super::attempt::Place;
use crate::error::{Error, Kind};

const HEADER: usize = 8;

/// Sends one echo request and waits for its reply: the time between the two.
pub(crate) fn ping(
    place: Place<'_>,
    target: SocketAddr,
    deadline: Duration,
) -> Result<Duration, Error> {
    let socket = Socket::open(place, target)?;
    let begin = Instant::now();
    place.attempt_io("send echo request to", target.ip(), || socket.inner.send(&socket.request))?;
    let mut buffer = [0; 1500];
    loop {
        let left = deadline.saturating_sub(begin.elapsed());
        if left.is_zero() {
            break;
        }
        place.attempt_io("setsockopt", "SO_RCVTIMEO", || {
            socket.inner.set_read_timeout(Some(left))
        })?;
        match socket.inner.recv(&mut buffer) {
            Ok(length) if socket.is_reply(&buffer[..length]) => return Ok(begin.elapsed()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // A router has sent the request on, and has told of a shorter way (`ping_err`,
            // `net/ipv4/ping.c`).
            Err(error) if error.raw_os_error() == Some(libc::EREMOTEIO) => {}
            Err(error) => {
                place.attempt_io("receive echo reply from", target.ip(), || Err::<(), _>(error))?;
            }
        }
    }
    Err(Kind::Timeout {
        waited_for: format!("an echo reply from {}", target.ip()),
        node: place.node.unwrap_or_default().to_owned(),
        after: deadline,
        seen: String::new(),
    }
    .into())
}

struct Socket {
    inner: UdpSocket,
    raw: bool,
    ipv6: bool,
    request: [u8; HEADER + 8],
}

impl Socket {
    fn open(place: Place<'_>, target: SocketAddr) -> Result<Self, Error> {
        let ipv6 = target.is_ipv6();
        let (family, protocol) = match target.ip() {
            IpAddr::V4(_) => (AddressFamily::Inet, SockProtocol::Icmp),
            IpAddr::V6(_) => (AddressFamily::Inet6, SockProtocol::IcmpV6),
        };
        let open = |kind| socket(family, kind, SockFlag::SOCK_CLOEXEC, protocol);
        let (raw, fd) =
            place.attempt("open", "ICMP socket", || match open(SockType::Datagram) {
                Err(nix::errno::Errno::EACCES) => open(SockType::Raw).map(|fd| (true, fd)),
                opened => opened.map(|fd| (false, fd)),
            })?;
        // "No route" and "unreachable" come back as errors rather than not at all (ip(7)).
        place.attempt("setsockopt", "IP_RECVERR", || {
            if ipv6 {
                setsockopt(&fd, Ipv6RecvErr, &true)
            } else {
                setsockopt(&fd, Ipv4RecvErr, &true)
            }
        })?;
        // A datagram socket of another protocol: what UdpSocket does with it fits.
        let inner = UdpSocket::from(fd);
        place.attempt_io("connect", target.ip(), || inner.connect(target))?;
        let request = request(ipv6, raw);
        Ok(Self { inner, raw, ipv6, request })
    }

    /// A raw IPv4 socket is given the IP header, too (raw(7)).
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
}

/// The payload tells this request from any other of the machine's.
fn request(ipv6: bool, raw: bool) -> [u8; HEADER + 8] {
    use std::hash::{BuildHasher, RandomState};
    let nonce = RandomState::new().hash_one(std::process::id()).to_ne_bytes();
    let mut request = [0; HEADER + 8];
    request[0] = if ipv6 { 128 } else { 8 };
    request[7] = 1;
    request[HEADER..].copy_from_slice(&nonce);
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
