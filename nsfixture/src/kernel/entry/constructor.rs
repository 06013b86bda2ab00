//! What runs before `main`: rootless, the process enters a user namespace, for later, with
//! several threads, the kernel refuses it (unshare(2)).
//!
//! It is linked only into programs that name this crate. It makes bare system calls, cannot
//! panic, and says nothing: what it found waits in [`found`] for whoever asks.
#![allow(unsafe_code, reason = "a constructor, and the environment read without the heap")]

use std::sync::OnceLock;
#[cfg(feature = "cli")]
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(feature = "cli")]
use super::raw;
use super::raw::Errno;
#[cfg(feature = "cli")]
use super::root;
use super::trial::{self, Findings, Stage};
use super::{capability, userns};

/// How the process may make namespaces, as far as could be told before `main`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found {
    /// It has the capabilities that it takes, where it is.
    Capabilities,
    /// It is in a user namespace of its own, where it has them all.
    Entered(Findings),
    /// It may not enter one: the trial says why.
    Refused(Findings),
    /// The trial went well, and what was tried then failed all the same.
    Failed(Stage, Errno),
    /// `NSFIXTURE_USERNS=never` forbids it.
    Never,
}

static FOUND: OnceLock<Found> = OnceLock::new();

/// Whether `main` enters by itself.
#[cfg(feature = "cli")]
static DEFERRED: AtomicBool = AtomicBool::new(false);

/// Leaves it to `main`, which then may have one thread only. It must be called before the
/// constructor, by one of the program's own.
#[cfg(feature = "cli")]
pub fn defer() {
    DEFERRED.store(true, Ordering::Relaxed);
}

/// Does what was deferred: enters a user namespace as root, if one is needed. Its other users and
/// groups are mapped by `map`, which gets the number of a process in it and says whether it has
/// mapped them; otherwise there is root alone.
#[cfg(feature = "cli")]
pub fn enter_as_root(map: impl FnOnce(i32) -> bool) {
    FOUND.get_or_init(|| find(|| root::enter(map)));
}

/// Does what was deferred: enters a user namespace as the same user, if one is needed.
#[cfg(feature = "cli")]
pub fn enter_as_oneself() {
    FOUND.get_or_init(|| find(userns::enter_quietly));
}

/// Whether it takes a user namespace to have networks.
#[cfg(feature = "cli")]
pub fn needs_user_namespace() -> bool {
    !capability::permitted()
}

/// What was found before `main`.
pub(crate) fn found() -> Found {
    // The constructor has run, unless this is a build for which there is none (Miri), or what it
    // does was deferred and nobody has done it.
    FOUND.get().copied().unwrap_or(Found::Capabilities)
}

ctor::declarative::ctor! {
    #[ctor(unsafe)]
    fn before_main() {
        #[cfg(feature = "cli")]
        if DEFERRED.load(Ordering::Relaxed) {
            return;
        }
        FOUND.get_or_init(|| find(userns::enter_quietly));
    }
}

fn find(enter: impl FnOnce() -> Result<(), (Stage, Errno)>) -> Found {
    #[cfg(feature = "cli")]
    limits();
    if capability::permitted() {
        return Found::Capabilities;
    }
    if never() {
        return Found::Never;
    }
    let findings = trial::run(true);
    if findings.refused.is_some() {
        return Found::Refused(findings);
    }
    match enter() {
        Ok(()) => Found::Entered(findings),
        Err((stage, errno)) => Found::Failed(stage, errno),
    }
}

/// The limits of namespaces, of user, network and mount namespaces: in a user namespace of its own
/// the process would read those that hold there.
#[cfg(feature = "cli")]
pub(crate) fn limits() -> [Option<u64>; 3] {
    static LIMITS: OnceLock<[Option<u64>; 3]> = OnceLock::new();
    *LIMITS.get_or_init(|| {
        [
            c"/proc/sys/user/max_user_namespaces",
            c"/proc/sys/user/max_net_namespaces",
            c"/proc/sys/user/max_mnt_namespaces",
        ]
        .map(|path| raw::read_number(path).ok())
    })
}

fn never() -> bool {
    // SAFETY: before `main` no other thread changes the environment.
    let value = unsafe { libc::getenv(c"NSFIXTURE_USERNS".as_ptr()) };
    // SAFETY: getenv returns null or a string that ends with a zero.
    !value.is_null() && unsafe { std::ffi::CStr::from_ptr(value) } == c"never"
}
