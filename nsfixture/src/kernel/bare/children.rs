//! The children of this process.
#![allow(unsafe_code, reason = "system calls with pointers")]

use core::{mem, ptr};

use super::syscalls;

/// A snapshot of the children that this process has had. Two of them differ if it may have started
/// one in between.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Children {
    /// The page faults of those that were waited for: each has had some.
    faults_of_reaped: i64,
    any_alive: bool,
}

impl Children {
    pub(crate) fn now() -> Self {
        // SAFETY: plain C structures, for which zeros are valid.
        let (mut usage, mut info): (libc::rusage, libc::siginfo_t) =
            unsafe { (mem::zeroed(), mem::zeroed()) };
        let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        // SAFETY: both structures outlive the calls. WNOWAIT leaves the child to its owner.
        let (used, waited) = unsafe {
            (
                libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage),
                libc::waitid(libc::P_ALL, 0, &raw mut info, flags),
            )
        };
        let any_alive = used != 0 || waited == 0 || syscalls::errno() != libc::ECHILD;
        Self { faults_of_reaped: usage.ru_minflt, any_alive: any_alive || are_unaccounted() }
    }

    /// Returns true if the process may have started a child since an earlier snapshot.
    pub(crate) fn may_be_new_since(self, before: Self) -> bool {
        self.any_alive || before.any_alive || self != before
    }
}

/// Returns true if SIGCHLD is ignored: the kernel then keeps no account of children (sigaction(2)).
fn are_unaccounted() -> bool {
    // SAFETY: a plain C structure, for which zeros are valid.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    // SAFETY: without a new action the old one is written to `action`, nothing else.
    let asked = unsafe { libc::sigaction(libc::SIGCHLD, ptr::null(), &raw mut action) };
    asked != 0 || action.sa_sigaction == libc::SIG_IGN || action.sa_flags & libc::SA_NOCLDWAIT != 0
}
