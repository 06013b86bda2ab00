//! What a socket is, in words.
#![allow(unsafe_code, reason = "an option of sockets without a safe wrapper")]

use std::net::SocketAddr;
use std::os::fd::{AsRawFd as _, BorrowedFd};

use libc::c_int;
use nix::sys::socket::{
    AddressFamily, SockaddrLike as _, SockaddrStorage, getpeername, getsockname, getsockopt,
    sockopt,
};

/// Returns what a socket is and its addresses, such as "UDP socket 10.0.0.1:53".
pub(super) fn describe(socket: BorrowedFd<'_>) -> String {
    let Ok(local) = getsockname::<SockaddrStorage>(socket.as_raw_fd()) else {
        return "socket".to_owned();
    };
    let Some(local_addr) = inet(&local) else { return of_family(local.family()).to_owned() };
    let protocol = match protocol(socket) {
        libc::IPPROTO_TCP => "TCP",
        libc::IPPROTO_UDP => "UDP",
        libc::IPPROTO_ICMP | libc::IPPROTO_ICMPV6 => "ICMP",
        libc::IPPROTO_SCTP => "SCTP",
        libc::IPPROTO_MPTCP => "MPTCP",
        _ => "IP",
    };
    if getsockopt(&socket, sockopt::AcceptConn) == Ok(true) {
        return format!("{protocol} listener {local_addr}");
    }
    match getpeername(socket.as_raw_fd()).ok().as_ref().and_then(inet) {
        Some(remote) => format!("{protocol} socket {local_addr} to {remote}"),
        None => format!("{protocol} socket {local_addr}"),
    }
}

/// Returns the protocol's number (`SO_PROTOCOL`, socket(7)), 0 if it is not known.
fn protocol(socket: BorrowedFd<'_>) -> c_int {
    let mut protocol: c_int = 0;
    let mut length = size_of::<c_int>() as libc::socklen_t;
    let (level, option) = (libc::SOL_SOCKET, libc::SO_PROTOCOL);
    let (value, fd) = ((&raw mut protocol).cast(), socket.as_raw_fd());
    // SAFETY: the kernel writes at most `length` bytes to `protocol`.
    let _unknown = unsafe { libc::getsockopt(fd, level, option, value, &raw mut length) };
    protocol
}

fn inet(address: &SockaddrStorage) -> Option<SocketAddr> {
    let v4 = address.as_sockaddr_in().map(|&v4| SocketAddr::V4(v4.into()));
    v4.or_else(|| address.as_sockaddr_in6().map(|&v6| SocketAddr::V6(v6.into())))
}

fn of_family(family: Option<AddressFamily>) -> &'static str {
    match family {
        Some(AddressFamily::Unix) => "Unix socket",
        Some(AddressFamily::Netlink) => "netlink socket",
        Some(AddressFamily::Packet) => "packet socket",
        _ => "socket",
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, UdpSocket};
    use std::os::fd::AsFd as _;
    use std::os::unix::net::UnixDatagram;

    use super::*;

    #[test]
    fn sockets_are_described() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let server = listener.local_addr().expect("it is bound");
        assert_eq!(describe(listener.as_fd()), format!("TCP listener {server}"));
        let socket = UdpSocket::bind("[::1]:0").or_else(|_| UdpSocket::bind("127.0.0.1:0"));
        let socket = socket.expect("a port is free");
        let bound = socket.local_addr().expect("it is bound");
        assert_eq!(describe(socket.as_fd()), format!("UDP socket {bound}"));
        let socket = UnixDatagram::unbound().expect("a socket");
        assert_eq!(describe(socket.as_fd()), "Unix socket");
    }
}
