//! Sockets (socket(2)).
#![allow(unsafe_code, reason = "families and protocols that no library has types for")]

use std::io;
use std::os::fd::{FromRawFd as _, OwnedFd};

use super::refusal::Refusal;

/// Opens one, and closes it.
pub(super) fn make(family: i32, kind: i32, protocol: i32) -> Result<(), Refusal> {
    // SAFETY: takes no pointers.
    let fd = unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) };
    if fd < 0 {
        return Err(io::Error::last_os_error().into());
    }
    // SAFETY: the descriptor is new, and nobody else's.
    drop(unsafe { OwnedFd::from_raw_fd(fd) });
    Ok(())
}
