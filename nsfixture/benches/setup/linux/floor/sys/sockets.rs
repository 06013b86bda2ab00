//! Netlink sockets.
#![allow(unsafe_code, reason = "the floor makes its system calls itself")]

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

use super::{check, check_fd};

/// A netlink socket of this thread's network namespace: `socket(2)`.
pub(crate) fn netlink() -> io::Result<OwnedFd> {
    let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC;
    // SAFETY: no pointers are passed, and the descriptor is new.
    unsafe { check_fd(libc::socket(libc::AF_NETLINK, kind, libc::NETLINK_ROUTE), "netlink socket") }
}

/// Sends bytes to the kernel, which a netlink socket without a peer talks to: `send(2)`.
pub(crate) fn send(socket: &OwnedFd, bytes: &[u8]) -> io::Result<()> {
    // SAFETY: the kernel reads at most as many bytes as the slice has.
    let sent = unsafe { libc::send(socket.as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), 0) };
    check(sent, "netlink send").map(drop)
}

/// Receives one datagram, or fails at once if there is none: `recv(2)`.
pub(crate) fn receive<'b>(socket: &OwnedFd, buffer: &'b mut [u8]) -> io::Result<&'b [u8]> {
    let (start, size) = (buffer.as_mut_ptr().cast(), buffer.len());
    // SAFETY: the kernel writes at most as many bytes as the slice has.
    let received = unsafe { libc::recv(socket.as_raw_fd(), start, size, libc::MSG_DONTWAIT) };
    let received = check(received, "netlink receive")?;
    Ok(&buffer[..usize::try_from(received).unwrap_or(0)])
}

/// Waits until a socket has something to receive; `false` if the time was up first: `poll(2)`.
pub(crate) fn readable(socket: &OwnedFd, milliseconds: libc::c_int) -> io::Result<bool> {
    let mut poll = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: one entry is passed, and one is there.
    check(unsafe { libc::poll(&raw mut poll, 1, milliseconds) }, "poll").map(|ready| ready > 0)
}

/// Subscribes a netlink socket to notifications: `NETLINK_ADD_MEMBERSHIP`, netlink(7).
pub(crate) fn subscribe(socket: &OwnedFd, group: libc::c_uint) -> io::Result<()> {
    let (level, name) = (libc::SOL_NETLINK, libc::NETLINK_ADD_MEMBERSHIP);
    let value: *const libc::c_uint = &raw const group;
    // SAFETY: the length is that of the value, which lives until the call returns.
    let result = unsafe { libc::setsockopt(socket.as_raw_fd(), level, name, value.cast(), 4) };
    check(result, "netlink membership").map(drop)
}

/// The network namespace that a socket belongs to: `SIOCGSKNS`, `linux/sockios.h`.
pub(crate) fn netns_of(socket: &OwnedFd) -> io::Result<OwnedFd> {
    const SIOCGSKNS: libc::Ioctl = 0x894c;
    // SAFETY: this request takes no argument, and the descriptor that it gives is new.
    unsafe { check_fd(libc::ioctl(socket.as_raw_fd(), SIOCGSKNS), "SIOCGSKNS") }
}
