//! A table of file descriptors that a thread shares with no other.
#![allow(unsafe_code, reason = "close_range(2) has no safe wrapper")]

use std::os::fd::{AsRawFd, OwnedFd};

use libc::{c_int, c_long};
use nix::errno::Errno;

/// Gives the calling thread a table of its own, with nothing in it but these sockets, under the same numbers. Threads that it
/// starts share it.
///
/// # Errors
/// Returns an error on a kernel before 5.9.
pub(super) fn keep_only(sockets: &[OwnedFd; 2]) -> Result<(), Errno> {
    let [one, other] = sockets.each_ref().map(OwnedFd::as_raw_fd);
    let (low, high) = (one.min(other), one.max(other));
    // The copy has only what is below, and for a moment: what others close meanwhile stays open no longer than that.
    close_range(high + 1, c_int::MAX, libc::CLOSE_RANGE_UNSHARE)?;
    close_range(low + 1, high - 1, 0)?;
    close_range(0, low - 1, 0)
}

fn close_range(first: c_int, last: c_int, flags: libc::c_uint) -> Result<(), Errno> {
    if first > last {
        return Ok(());
    }
    // SAFETY: takes no pointers. Descriptors are closed only in a table that nobody else knows.
    let done: c_long = unsafe { libc::syscall(libc::SYS_close_range, first, last, flags) };
    Errno::result(done).map(drop)
}
