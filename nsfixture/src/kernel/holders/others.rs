//! The sockets of other processes.

use std::fs;
use std::os::fd::RawFd;

use libc::pid_t;

use super::own::socket_inode;
use super::process::Process;
use crate::kernel::guardian;

/// A socket that another process has open.
pub(crate) struct OthersSocket {
    pub(crate) process: Process,
    pub(crate) fd: RawFd,
    pub(crate) inode: u64,
}

/// Returns who holds these sockets, except this process and the guardian, of the processes that this one may inspect.
pub(crate) fn of_others(inodes: &[u64]) -> Vec<OthersSocket> {
    let excepted = [Some(nix::unistd::getpid().as_raw()), guardian::pid()];
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<pid_t>().ok());
    let others = processes.filter(|&process| !excepted.contains(&Some(process)));
    others.flat_map(|process| of_process(process, inodes)).collect()
}

fn of_process(process: pid_t, inodes: &[u64]) -> Vec<OthersSocket> {
    let entries = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
    let sockets = entries.filter_map(|entry| {
        let inode = socket_inode(fs::read_link(entry.path()).ok()?.to_str()?)?;
        inodes.contains(&inode).then_some(())?;
        let fd = entry.file_name().to_str()?.parse().ok()?;
        Some(OthersSocket { process: Process::of(process), fd, inode })
    });
    sockets.collect()
}
