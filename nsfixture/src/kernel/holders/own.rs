//! The sockets of this process.
#![allow(unsafe_code, reason = "an ioctl without a safe wrapper")]

use std::fs::{self, File};
use std::os::fd::{BorrowedFd, FromRawFd as _, OwnedFd, RawFd};
use std::os::unix::fs::MetadataExt as _;

use super::description::describe;

/// A socket that this process has open.
pub(crate) struct OwnSocket {
    pub(crate) fd: RawFd,
    /// The inode number of the socket, unique while it is open.
    pub(crate) inode: u64,
    /// The inode number of its network namespace; `None` without `CAP_NET_ADMIN` there.
    pub(crate) network: Option<u64>,
}

impl OwnSocket {
    /// Returns what it is, such as "TCP listener [::]:80".
    pub(crate) fn description(&self) -> String {
        // SAFETY: used for as long as this call takes; if it was closed meanwhile, the calls are refused, or another
        // socket is described.
        describe(unsafe { BorrowedFd::borrow_raw(self.fd) })
    }
}

/// Returns the sockets that this process has open.
pub(crate) fn own_sockets() -> Vec<OwnSocket> {
    let entries = fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let sockets = entries.filter_map(|entry| {
        let inode = socket_inode(fs::read_link(entry.path()).ok()?.to_str()?)?;
        let fd: RawFd = entry.file_name().to_str()?.parse().ok()?;
        Some(OwnSocket { fd, inode, network: network_of(fd) })
    });
    sockets.collect()
}

/// Returns the number in `socket:[7123]`.
pub(super) fn socket_inode(target: &str) -> Option<u64> {
    target.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
}

/// Returns the inode number of a socket's network namespace (`SIOCGSKNS`, `net/socket.c`).
fn network_of(socket: RawFd) -> Option<u64> {
    nix::ioctl_none_bad!(get_namespace, 0x894c);
    // SAFETY: without an argument; a descriptor that was closed meanwhile is refused.
    let namespace = unsafe { get_namespace(socket) }.ok()?;
    // SAFETY: the kernel has just made it, and nobody else knows it.
    let namespace = File::from(unsafe { OwnedFd::from_raw_fd(namespace) });
    namespace.metadata().ok().map(|metadata| metadata.ino())
}
