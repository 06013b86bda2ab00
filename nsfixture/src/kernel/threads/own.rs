//! The threads that this crate has started and ends itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use nix::unistd::{Pid, gettid};

/// The part that a thread plays in a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// It stays in its host and waits for jobs.
    Resident,
    /// It belongs to a runtime that this crate shuts down.
    Runtime,
    /// Somebody else has started it.
    Foreign,
}

static OWN: Mutex<Option<HashMap<i32, Part>>> = Mutex::new(None);

/// Registers the calling thread as one of this crate's until this is dropped.
pub(crate) struct OwnThread {
    thread: Pid,
    before: Option<Part>,
}

impl OwnThread {
    pub(crate) fn register(part: Part) -> Self {
        let thread = gettid();
        let before = with_own(|own| own.insert(thread.as_raw(), part));
        Self { thread, before }
    }
}

impl Drop for OwnThread {
    fn drop(&mut self) {
        with_own(|own| match self.before {
            Some(before) => own.insert(self.thread.as_raw(), before),
            None => own.remove(&self.thread.as_raw()),
        });
    }
}

/// Returns the parts of all registered threads. Every other thread is foreign.
pub(super) fn parts() -> HashMap<i32, Part> {
    with_own(|own| own.clone())
}

fn with_own<T>(act: impl FnOnce(&mut HashMap<i32, Part>) -> T) -> T {
    let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    act(own.get_or_insert_default())
}
