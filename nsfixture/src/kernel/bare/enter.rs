//! Entering the namespaces of a host.
#![allow(unsafe_code, reason = "system calls, for a forked child")]

use libc::c_int;

use super::syscalls::{self, RawErrno};
use super::{capability, syscalls::PATH_MAX};

/// The open descriptors of a host's namespaces.
#[derive(Clone, Copy)]
pub(crate) struct NamespaceFds {
    pub(crate) net: c_int,
    pub(crate) mnt: c_int,
    pub(crate) uts: Option<c_int>,
}

/// Moves the calling thread, or the single-threaded child that calls it, into the namespaces for
/// good. The path of the working directory stays the same.
pub(crate) fn enter(fds: NamespaceFds) -> Result<(), RawErrno> {
    capability::raise_ambient_set()?;
    setns(fds.net, libc::CLONE_NEWNET)?;
    if let Some(uts) = fds.uts {
        setns(uts, libc::CLONE_NEWUTS)?;
    }
    enter_mounts(fds.mnt)
}

/// Moves the calling thread, or the single-threaded child that calls it, into a network namespace.
pub(crate) fn enter_net(net: c_int) -> Result<(), RawErrno> {
    setns(net, libc::CLONE_NEWNET)
}

/// Moves the calling thread, or the single-threaded child that calls it, into a mount namespace for
/// good.
///
/// The path of the working directory stays the same. Where it no longer leads anywhere, as below a
/// hidden `/run`, the directory itself stays the same.
///
/// # Errors
/// Returns the kernel's error number.
pub fn enter_mounts(mnt: c_int) -> Result<(), RawErrno> {
    let mut buffer = [0; PATH_MAX];
    let path = syscalls::current_dir(&mut buffer);
    let directory = syscalls::open(c".", libc::O_PATH | libc::O_DIRECTORY).ok();
    let entered = enter_at_root(mnt);
    if entered.is_ok() && path.and_then(syscalls::change_dir).is_err() {
        // A directory that this user may not search is of no use there either.
        let _stays_at_root = directory.map(syscalls::change_dir_to);
    }
    if let Some(directory) = directory {
        syscalls::close(directory);
    }
    entered
}

fn enter_at_root(mnt: c_int) -> Result<(), RawErrno> {
    // setns(2) requires a thread that shares its root and working directory with no other.
    syscalls::unshare(libc::CLONE_FS)?;
    setns(mnt, libc::CLONE_NEWNS)
}

fn setns(fd: c_int, kind: c_int) -> Result<(), RawErrno> {
    // SAFETY: takes no pointers.
    if unsafe { libc::setns(fd, kind) } < 0 { Err(syscalls::errno()) } else { Ok(()) }
}
