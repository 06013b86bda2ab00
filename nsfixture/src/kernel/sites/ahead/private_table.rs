//! A table of file descriptors that a thread shares with no other.

use std::os::fd::{AsRawFd, OwnedFd};

use libc::c_int;
use nix::errno::Errno;

use crate::kernel::bare::syscalls;

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
    syscalls::close_range(first, last, flags).map_err(Errno::from_raw)
}
