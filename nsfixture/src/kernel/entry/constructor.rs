//! What runs before `main`: rootless, the process enters a user namespace, for later, with
//! several threads, the kernel refuses it (unshare(2)).
//!
//! It is linked only into programs that name this crate. It makes bare system calls, cannot
//! panic, and prints nothing: [`outcome`] returns what it did.
#![allow(unsafe_code, reason = "a constructor, and the environment read without the heap")]

use std::sync::OnceLock;
#[cfg(feature = "cli")]
use std::sync::atomic::{AtomicBool, Ordering};

use super::outcome::EntryOutcome;
use crate::kernel::bare::stage::Stage;
use crate::kernel::bare::syscalls::RawErrno;
use crate::kernel::bare::{capability, probe, userns};

static OUTCOME: OnceLock<EntryOutcome> = OnceLock::new();

/// Whether `main` enters by itself.
#[cfg(feature = "cli")]
static DEFERRED: AtomicBool = AtomicBool::new(false);

/// Leaves it to `main`, which then may have one thread only. It must be called before the
/// constructor, by one of the program's own.
#[cfg(feature = "cli")]
pub fn defer() {
    DEFERRED.store(true, Ordering::Relaxed);
}

/// Enters a user namespace in a certain way, if one is needed, after [`defer`].
#[cfg(feature = "cli")]
pub(crate) fn enter_deferred(with: impl FnOnce() -> Result<(), (Stage, RawErrno)>) {
    OUTCOME.get_or_init(|| enter(with));
}

/// Does what was deferred: enters a user namespace as the same user, if one is needed.
#[cfg(feature = "cli")]
pub fn enter_as_current_user() {
    OUTCOME.get_or_init(|| enter(userns::enter_unprivileged));
}

/// Whether it takes a user namespace to have networks.
#[cfg(feature = "cli")]
pub fn needs_user_namespace() -> bool {
    !capability::are_permitted()
}

/// What was found before `main`.
pub(crate) fn outcome() -> EntryOutcome {
    // The constructor has run, unless this is a build for which there is none (Miri), or what it
    // does was deferred and nobody has done it.
    OUTCOME.get().copied().unwrap_or(EntryOutcome::Capabilities)
}

ctor::declarative::ctor! {
    #[ctor(unsafe)]
    fn before_main() {
        #[cfg(feature = "cli")]
        if DEFERRED.load(Ordering::Relaxed) {
            return;
        }
        OUTCOME.get_or_init(|| enter(userns::enter_unprivileged));
    }
}

fn enter(with: impl FnOnce() -> Result<(), (Stage, RawErrno)>) -> EntryOutcome {
    #[cfg(feature = "cli")]
    super::limits::read();
    if capability::are_permitted() {
        return EntryOutcome::Capabilities;
    }
    if is_disabled() {
        return EntryOutcome::Disabled;
    }
    let report = probe::run(true);
    if report.denied.is_some() {
        return EntryOutcome::Denied(report);
    }
    match with() {
        Ok(()) => EntryOutcome::Entered(report),
        Err((stage, errno)) => EntryOutcome::Failed(stage, errno),
    }
}

fn is_disabled() -> bool {
    // SAFETY: before `main` no other thread changes the environment.
    let value = unsafe { libc::getenv(c"NSFIXTURE_USERNS".as_ptr()) };
    // SAFETY: getenv returns null or a string that ends with a zero.
    !value.is_null() && unsafe { std::ffi::CStr::from_ptr(value) } == c"never"
}
