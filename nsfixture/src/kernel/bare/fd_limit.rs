//! The soft limit on open files that the process started with.
#![allow(unsafe_code, reason = "system calls with pointers, for a forked child")]

use core::sync::atomic::{AtomicU64, Ordering};

use super::syscalls::{self, RawErrno};

/// The soft limit before it was first raised; 0 if it never was.
static BEFORE: AtomicU64 = AtomicU64::new(0);

/// Remembers the soft limit, the first time it is called.
pub(crate) fn remember(soft: u64) {
    let _first = BEFORE.compare_exchange(0, soft, Ordering::Relaxed, Ordering::Relaxed);
}

/// Gives the calling child the soft limit that this process started with.
pub(crate) fn restore() -> Result<(), RawErrno> {
    let before = BEFORE.load(Ordering::Relaxed);
    if before == 0 {
        return Ok(());
    }
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the kernel writes one `rlimit`.
    if unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) } < 0 {
        return Err(syscalls::errno());
    }
    limit.rlim_cur = before;
    // SAFETY: the kernel reads one `rlimit`.
    if unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) } < 0 {
        return Err(syscalls::errno());
    }
    Ok(())
}
