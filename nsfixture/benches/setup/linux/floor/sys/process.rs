//! Namespaces, threads, and what they may do.
#![allow(unsafe_code, reason = "the floor makes its system calls itself")]

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};

use super::{check, check_fd, readable};

/// Gives this thread new namespaces: `unshare(2)`.
pub(crate) fn unshare(flags: libc::c_int) -> io::Result<()> {
    // SAFETY: none of the flags used here (net, mount, uts) invalidates memory or descriptors.
    check(unsafe { libc::unshare(flags) }, "unshare").map(drop)
}

/// Moves this thread to a network namespace: `setns(2)`.
pub(crate) fn set_netns(netns: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: the descriptor is open as long as it is borrowed.
    check(unsafe { libc::setns(netns.as_raw_fd(), libc::CLONE_NEWNET) }, "setns").map(drop)
}

/// Names the machine, as this thread's UTS namespace has it: `sethostname(2)`.
pub(crate) fn set_host_name(name: &str) -> io::Result<()> {
    // SAFETY: the kernel reads as many bytes as the string has.
    check(unsafe { libc::sethostname(name.as_ptr().cast(), name.len()) }, "sethostname").map(drop)
}

/// Waits until another thread of this process is gone, with all that it held: `pidfd_open(2)`.
/// Before Linux 6.9, which takes no threads, it does not wait.
pub(crate) fn wait_thread(thread: libc::pid_t) -> io::Result<()> {
    // SAFETY: no pointers are passed.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, thread, libc::PIDFD_THREAD) };
    let errno = io::Error::last_os_error().raw_os_error();
    if fd < 0 && matches!(errno, Some(libc::ESRCH | libc::EINVAL)) {
        return Ok(());
    }
    // SAFETY: the descriptor is new.
    let fd = unsafe { check_fd(fd, "pidfd_open") }?;
    if readable(&fd, 30_000)? {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, "a thread does not end"))
}

/// Allows this process as many descriptors as it may have: `setrlimit(2)`.
pub(crate) fn raise_files() -> io::Result<()> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the kernel fills the structure, which is of this kind.
    check(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) }, "getrlimit")?;
    limit.rlim_cur = limit.rlim_max;
    // SAFETY: the kernel reads the structure, which is of this kind.
    check(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, "setrlimit").map(drop)
}

/// Raises every capability that this thread may have, and reports whether
/// `CAP_SYS_ADMIN` is among them: `capget(2)`, `capset(2)`.
pub(crate) fn raise_capabilities() -> io::Result<bool> {
    const VERSION_3: u32 = 0x2008_0522;
    const SYS_ADMIN: u32 = 1 << 21;
    let mut header = [VERSION_3, 0];
    // Effective, permitted, inheritable; then the same for capabilities 32 and up.
    let mut sets = [0_u32; 6];
    let (head, data) = (header.as_mut_ptr(), sets.as_mut_ptr());
    // SAFETY: version 3 has a header of two words and two times three words of data.
    let got = unsafe { libc::syscall(libc::SYS_capget, head, data) };
    check(got, "capget")?;
    sets[0] = sets[1];
    sets[3] = sets[4];
    let (head, data) = (header.as_mut_ptr(), sets.as_ptr());
    // SAFETY: as above.
    let set = unsafe { libc::syscall(libc::SYS_capset, head, data) };
    check(set, "capset")?;
    Ok(sets[0] & SYS_ADMIN != 0)
}

/// The group that this thread acts as: `getegid(2)`.
pub(crate) fn group() -> libc::gid_t {
    // SAFETY: it takes nothing and cannot fail.
    unsafe { libc::getegid() }
}
