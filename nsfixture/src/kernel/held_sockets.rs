//! The sockets that this process holds in networks.
#![allow(unsafe_code, reason = "an ioctl without a safe wrapper")]

use std::fs::{self, File};
use std::os::fd::{FromRawFd as _, OwnedFd, RawFd};
use std::os::unix::fs::MetadataExt as _;

/// Returns the network of each socket that this process has open, except these.
pub(crate) fn networks(except: &[RawFd]) -> Vec<u64> {
    let entries = fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let sockets = entries.filter_map(|entry| {
        let target = fs::read_link(entry.path()).ok()?;
        target.to_str()?.starts_with("socket:").then_some(())?;
        entry.file_name().to_str()?.parse::<RawFd>().ok()
    });
    sockets.filter(|socket| !except.contains(socket)).filter_map(network_of).collect()
}

/// Returns the inode number of a socket's network namespace (`SIOCGSKNS`, `net/socket.c`). Needs
/// `CAP_NET_ADMIN`.
fn network_of(socket: RawFd) -> Option<u64> {
    nix::ioctl_none_bad!(get_namespace, 0x894c);
    // SAFETY: without an argument; a descriptor that was closed meanwhile is refused.
    let namespace = unsafe { get_namespace(socket) }.ok()?;
    // SAFETY: the kernel has just made it, and nobody else knows it.
    let namespace = File::from(unsafe { OwnedFd::from_raw_fd(namespace) });
    namespace.metadata().ok().map(|metadata| metadata.ino())
}
