//! Late panics: those of threads that have outlived their network.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::panic::Panic;

/// A panic of a thread whose network has gone down.
#[derive(Clone)]
pub(super) struct LatePanic {
    /// The test that started the thread, if it was one.
    pub(super) test: Option<String>,
    pub(super) panic: Panic,
}

impl fmt::Display for LatePanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Panic { thread, host, message, location } = &self.panic;
        match &self.test {
            Some(test) => write!(f, "thread `{thread}`, which outlived the test `{test}`, ")?,
            None => write!(f, "thread `{thread}`, which outlived its network, ")?,
        }
        write!(f, "panicked in host `{host}`: {message}")?;
        location.iter().try_for_each(|location| write!(f, ", at {location}"))
    }
}

/// Those that no network has got, because none was up.
static KEPT: Mutex<Vec<LatePanic>> = Mutex::new(Vec::new());

fn kept() -> std::sync::MutexGuard<'static, Vec<LatePanic>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a panic for the next network.
pub(super) fn keep(late: LatePanic) {
    kept().push(late);
}

/// Returns those that have been kept, and forgets them.
pub(super) fn take() -> Vec<LatePanic> {
    std::mem::take(&mut *kept())
}

/// Returns descriptions of those of tests that have been kept, and forgets them.
pub(crate) fn take_of_tests() -> Vec<String> {
    take().iter().filter(|late| late.test.is_some()).map(ToString::to_string).collect()
}
