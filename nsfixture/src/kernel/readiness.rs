//! File descriptors that tasks wait for.

use std::io;
use std::os::fd::{AsFd, AsRawFd};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Lets tasks of the runtime that the calling thread is in wait for a file descriptor.
pub(crate) fn watch<T: AsFd + AsRawFd>(fd: T, interest: Interest) -> io::Result<AsyncFd<T>> {
    #[allow(deprecated, reason = "its bound is the one above now; its successor needs tokio 1.54")]
    AsyncFd::with_interest(fd, interest)
}
