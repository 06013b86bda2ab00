//! Threads and sockets that have outlived their tests, so that a later failure can be explained.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::state::Leftovers;

/// The tests that something has outlived, each with what it is.
static OUTLIVED: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

fn outlived() -> MutexGuard<'static, Vec<(String, String)>> {
    OUTLIVED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Prints what has outlived a test, and keeps it for the report of a later one.
pub(crate) fn add(test: &str, left: &Leftovers) {
    if !left.is_empty() {
        let left = left.to_string();
        eprintln!("nsfixture: outlived the test, cut off from its network: {left}");
        outlived().push((test.to_owned(), left));
    }
}

/// Prints what has outlived other tests of this process, for the report of one that has failed.
pub(crate) fn print_for_failed(test: &str) {
    /// More than these are only counted.
    const SHOWN: usize = 8;
    let outlived = outlived();
    let others: Vec<_> = outlived.iter().filter(|(other, _)| other != test).collect();
    for (other, left) in others.iter().take(SHOWN) {
        eprintln!("nsfixture: outlived the test `{other}`, earlier in this process: {left}");
    }
    if let Some(more @ 1..) = others.len().checked_sub(SHOWN) {
        eprintln!("nsfixture: and {more} more tests were outlived by something");
    }
}
