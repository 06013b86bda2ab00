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

/// Returns what has outlived other tests of this process, for the report of one that has failed.
pub(crate) fn of_others(test: &str) -> Vec<String> {
    /// More than these are only counted.
    const SHOWN: usize = 8;
    let outlived = outlived();
    let others: Vec<_> = outlived.iter().filter(|(other, _)| other != test).collect();
    let line = |(other, left): &&(String, String)| {
        format!("outlived the test `{other}`, earlier in this process: {left}")
    };
    let mut lines: Vec<String> =
        others.iter().copied().take(SHOWN).map(|other| line(&other)).collect();
    if let Some(more @ 1..) = others.len().checked_sub(SHOWN) {
        lines.push(format!("and {more} more tests were outlived by something"));
    }
    lines
}
