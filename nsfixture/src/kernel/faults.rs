//! Test machinery: making one operation of a set-up fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nix::errno::Errno;

/// Counts the operations of a set-up, and makes one of them fail if a test asks for it.
#[derive(Clone, Default)]
pub(crate) struct FaultInjector(Option<Arc<Failing>>);

struct Failing {
    passed: AtomicUsize,
    at: usize,
}

impl FaultInjector {
    /// Makes the operation `at`, counted from 0, fail with `EIO`.
    pub(crate) fn failing_at(at: usize) -> Self {
        Self(Some(Arc::new(Failing { passed: AtomicUsize::new(0), at })))
    }

    /// Returns true if it counts operations.
    pub(crate) fn is_active(&self) -> bool {
        self.0.is_some()
    }

    /// Returns true if an operation was made to fail.
    pub(crate) fn has_failed(&self) -> bool {
        let passed = |failing: &Failing| failing.passed.load(Ordering::Relaxed) > failing.at;
        self.0.as_deref().is_some_and(passed)
    }

    pub(super) fn pass(&self) -> Result<(), Errno> {
        match &self.0 {
            Some(failing) if failing.passed.fetch_add(1, Ordering::Relaxed) == failing.at => {
                Err(Errno::EIO)
            }
            _ => Ok(()),
        }
    }
}
