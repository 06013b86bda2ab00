//! Instances of procfs in addition to the one on `/proc`.
//!
//! In one instance the names `ipv4` and `ipv6` below `sys/net` are found in one chain for all network
//! namespaces together (`proc_sys_compare`, `fs/proc/proc_sysctl.c`): in the thousandth namespace a
//! look-up passes a thousand of them. Another instance begins with none.
#![allow(unsafe_code, reason = "system calls for detached mounts, which have no safe wrapper")]

use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, FromRawFd as _, OwnedFd};
use std::ptr;
use std::sync::Arc;

use libc::{c_int, c_long};

/// A procfs that is not mounted anywhere, and ends when this is dropped.
pub(super) struct Procfs(OwnedFd);

/// The number of hosts that share one: creating one takes as long as 64 lookups that pass as many names.
const HOSTS: usize = 64;

/// Returns a procfs for each host, or `None` for those that use the one on `/proc`: the first ones, and
/// all where the kernel allows no other. In a user namespace another one needs a PID namespace as well
/// (`proc_init_fs_context`, `fs/proc/root.c`).
pub(super) fn for_each_of(hosts: usize) -> impl Iterator<Item = Option<Arc<Procfs>>> {
    let mut last = None;
    (0..hosts).map(move |host| {
        if host > 0 && host % HOSTS == 0 {
            last = Procfs::fresh().map(Arc::new);
        }
        last.clone()
    })
}

impl Procfs {
    fn fresh() -> Option<Self> {
        const CREATE: c_int = 6; // FSCONFIG_CMD_CREATE, `linux/mount.h`
        const CLOEXEC: c_int = 1; // FSOPEN_CLOEXEC and FSMOUNT_CLOEXEC
        // SAFETY: the name ends with a zero.
        let context = made(unsafe { libc::syscall(libc::SYS_fsopen, c"proc".as_ptr(), CLOEXEC) })?;
        let none = ptr::null::<u8>();
        let fd = context.as_raw_fd();
        // SAFETY: this command takes neither a key nor a value.
        let done = unsafe { libc::syscall(libc::SYS_fsconfig, fd, CREATE, none, none, 0) };
        if done < 0 {
            return None;
        }
        // SAFETY: takes no pointers.
        made(unsafe { libc::syscall(libc::SYS_fsmount, fd, CLOEXEC, 0) }).map(Self)
    }
}

/// Returns the file descriptor that a system call has created.
fn made(returned: c_long) -> Option<OwnedFd> {
    let fd = c_int::try_from(returned).ok().filter(|&fd| fd >= 0)?;
    // SAFETY: the kernel has just made it, and nobody else knows it.
    Some(unsafe { OwnedFd::from_raw_fd(fd) })
}

impl AsFd for Procfs {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
