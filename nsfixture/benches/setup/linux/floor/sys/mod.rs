//! The system calls that `std` has no name for, one function each.
#![allow(unsafe_code, reason = "the floor makes its system calls itself")]

mod files;
mod process;
mod sockets;

use std::io;
use std::os::fd::{FromRawFd, OwnedFd};

pub(super) use files::{NOTHING, fresh_proc, mkdir, mount, open, open_below, write};
pub(super) use process::{group, set_host_name, unshare, wait_thread};
pub(crate) use process::{raise_capabilities, raise_files, set_netns};
pub(super) use sockets::{netlink, netns_of, readable, receive, send, subscribe};

/// Turns the -1 of a system call into the error, which has the operation.
fn check(result: impl TryInto<libc::c_int>, doing: &str) -> io::Result<libc::c_int> {
    match result.try_into() {
        Ok(result) if result >= 0 => Ok(result),
        _ => Err(refused(&io::Error::last_os_error(), doing)),
    }
}

/// Takes a descriptor that a system call has given, or its error.
///
/// # Safety
/// Nobody else knows the descriptor.
unsafe fn check_fd(result: impl TryInto<libc::c_int>, doing: &str) -> io::Result<OwnedFd> {
    // SAFETY: it is open, and the caller vouches for the rest.
    check(result, doing).map(|fd| unsafe { OwnedFd::from_raw_fd(fd) })
}

pub(super) fn refused(error: &io::Error, doing: &str) -> io::Error {
    io::Error::new(error.kind(), format!("{doing}: {error}"))
}
