//! The constructor, which runs before `main`: without root the process enters a user namespace there,
//! because the kernel refuses that once it has several threads (unshare(2)).
//!
//! It is linked only into programs that name this crate. It makes bare system calls, cannot
//! panic, and prints nothing: [`outcome`] returns what it did.
#![allow(unsafe_code, reason = "a constructor, and the environment read without the heap")]

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::outcome::EntryOutcome;
use crate::kernel::bare::stage::Stage;
use crate::kernel::bare::syscalls::RawErrno;
use crate::kernel::bare::{arguments, capability, probe, userns};

static OUTCOME: OnceLock<EntryOutcome> = OnceLock::new();

/// Set if entering a user namespace is deferred to `main`.
static DEFERRED: AtomicBool = AtomicBool::new(false);

/// Defers entering a user namespace to `main`, which must then have one thread only. The program's own
/// constructor must call this before the library's runs.
pub fn defer() {
    DEFERRED.store(true, Ordering::Relaxed);
}

/// Enters a user namespace in a certain way, if one is needed, after [`defer`].
pub fn enter_deferred(with: impl FnOnce() -> Result<(), (Stage, RawErrno)>) {
    OUTCOME.get_or_init(|| enter(with));
}

/// Enters a user namespace as the same user, if one is needed, after [`defer`].
pub fn enter_as_current_user() {
    OUTCOME.get_or_init(|| enter(userns::enter_unprivileged));
}

/// Returns true if a user namespace is needed for networks.
pub fn needs_user_namespace() -> bool {
    !capability::are_permitted()
}

/// Returns what the constructor did.
pub fn outcome() -> EntryOutcome {
    // The constructor has run, unless this is a build without one (Miri), or it was deferred and not
    // done later.
    OUTCOME.get().copied().unwrap_or(EntryOutcome::Capabilities)
}

ctor::declarative::ctor! {
    #[ctor(unsafe)]
    fn before_main() {
        if DEFERRED.load(Ordering::Relaxed) {
            return;
        }
        OUTCOME.get_or_init(|| {
            // As a test runner starts each test binary first.
            if !capability::are_permitted() && arguments::contain(b"--list") {
                return EntryOutcome::Listing;
            }
            enter(userns::enter_unprivileged)
        });
    }
}

fn enter(with: impl FnOnce() -> Result<(), (Stage, RawErrno)>) -> EntryOutcome {
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
