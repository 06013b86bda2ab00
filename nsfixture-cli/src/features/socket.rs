//! Sockets (socket(2)).
#![allow(unsafe_code, reason = "families and protocols that no library has types for")]

use std::io;
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};

use super::refusal::Refusal;

/// Opens one, and closes it.
pub(super) fn make(family: i32, kind: i32, protocol: i32) -> Result<(), Refusal> {
    open(family, kind, protocol).map(drop)
}

/// Opens a packet socket that has the header of offloads before each packet, and closes it.
pub(super) fn make_packet() -> Result<(), Refusal> {
    let socket = open(libc::AF_PACKET, libc::SOCK_RAW, 0)?;
    let on: libc::c_int = 1;
    let (value, length) = ((&raw const on).cast(), size_of_val(&on) as libc::socklen_t);
    let (fd, level, name) = (socket.as_raw_fd(), libc::SOL_PACKET, libc::PACKET_VNET_HDR);
    // SAFETY: the value has that length, and lives until the call returns.
    if unsafe { libc::setsockopt(fd, level, name, value, length) } < 0 {
        let message = Some("PACKET_VNET_HDR cannot be set".to_owned());
        return Err(Refusal { message, ..io::Error::last_os_error().into() });
    }
    Ok(())
}

fn open(family: i32, kind: i32, protocol: i32) -> Result<OwnedFd, Refusal> {
    // SAFETY: takes no pointers.
    let fd = unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) };
    if fd < 0 {
        return Err(io::Error::last_os_error().into());
    }
    // SAFETY: the descriptor is new, and nobody else's.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}
