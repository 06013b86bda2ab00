//! Where a thread is, as far as the hosts that it starts depend on it.

use std::os::fd::{AsFd as _, OwnedFd};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::stat::stat;
use nix::unistd::{Gid, Pid, Uid, getegid, geteuid, getpid};

/// The process, the mount namespace, the root and the user of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Here {
    /// A forked process does not have the thread that makes hosts.
    process: Pid,
    mounts: u64,
    root: (u64, u64),
    user: (Uid, Gid),
}

impl Here {
    /// Returns where the calling thread is.
    pub(super) fn now() -> Result<Self, Errno> {
        let root = stat("/")?;
        Ok(Self {
            process: getpid(),
            mounts: stat("/proc/thread-self/ns/mnt")?.st_ino,
            root: (root.st_dev, root.st_ino),
            user: (geteuid(), getegid()),
        })
    }

    /// Returns true if it is where the process has begun, and not a host.
    pub(super) fn is_that_of_process(self) -> bool {
        stat("/proc/self/ns/mnt").is_ok_and(|mounts| mounts.st_ino == self.mounts)
    }
}

/// Returns true if something has been mounted or unmounted since `mounts` was opened: a file `mounts` of `/proc`
/// (proc_pid_mounts(5)).
pub(super) fn have_changed(mounts: &OwnedFd) -> bool {
    let mut fds = [PollFd::new(mounts.as_fd(), PollFlags::POLLPRI)];
    let changed = |events: PollFlags| events.intersects(PollFlags::POLLPRI | PollFlags::POLLERR);
    match poll(&mut fds, PollTimeout::ZERO) {
        Ok(_) => fds[0].revents().is_none_or(changed),
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn mounts_do_not_change_by_themselves() {
        let mounts = File::open("/proc/thread-self/mounts").expect("there is a list of mounts");
        assert!(!have_changed(&mounts.into()));
        assert_eq!(Here::now(), Here::now());
    }
}
