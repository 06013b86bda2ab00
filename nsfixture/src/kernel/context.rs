//! Every operation that the kernel may refuse goes through here: that is what gives each refusal
//! its operation, subject and node, and lets a test make any one of them fail.

use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nix::errno::Errno;

use crate::error::{Error, Refusal};

/// Counts the operations of a set-up, and fails one of them if a test asks for it.
#[derive(Clone, Default)]
pub(crate) struct Gate(Option<Arc<Failing>>);

struct Failing {
    passed: AtomicUsize,
    at: usize,
}

impl Gate {
    /// Lets everything pass up to the operation `at`, counted from 0, which fails with `EIO`.
    pub(crate) fn failing_at(at: usize) -> Self {
        Self(Some(Arc::new(Failing { passed: AtomicUsize::new(0), at })))
    }

    /// Whether an operation was made to fail.
    pub(crate) fn has_failed(&self) -> bool {
        let passed = |failing: &Failing| failing.passed.load(Ordering::Relaxed) > failing.at;
        self.0.as_deref().is_some_and(passed)
    }

    fn pass(&self) -> Result<(), Errno> {
        match &self.0 {
            Some(failing) if failing.passed.fetch_add(1, Ordering::Relaxed) == failing.at => {
                Err(Errno::EIO)
            }
            _ => Ok(()),
        }
    }
}

/// Where operations are attempted: in a node, or outside of all.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) gate: &'a Gate,
    pub(crate) node: Option<&'a str>,
}

impl Place<'_> {
    /// Does it, unless a test wants it to fail.
    pub(crate) fn attempt<T>(
        self,
        operation: &'static str,
        subject: impl Display,
        act: impl FnOnce() -> Result<T, Errno>,
    ) -> Result<T, Error> {
        self.gate
            .pass()
            .and_then(|()| act())
            .map_err(|errno| self.refusal(operation, subject, errno as i32, None))
    }

    /// The same for what gives an `io::Error`.
    pub(crate) fn attempt_io<T>(
        self,
        operation: &'static str,
        subject: impl Display,
        act: impl FnOnce() -> std::io::Result<T>,
    ) -> Result<T, Error> {
        self.attempt(operation, subject, || act().map_err(|error| errno_of(&error)))
    }

    /// The error for a refusal that was found otherwise.
    pub(crate) fn refusal(
        self,
        operation: &'static str,
        subject: impl Display,
        errno: i32,
        says: Option<String>,
    ) -> Error {
        let node = self.node.map(str::to_owned);
        Refusal { operation, subject: subject.to_string(), node, errno, says }.into()
    }
}

pub(crate) fn errno_of(error: &std::io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno::from_raw)
}
