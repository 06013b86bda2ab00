//! Tests that have not reported yet. A process that exits while there are some must not look like one whose
//! tests have passed.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use crate::libc_atexit;
use crate::output::print_line;
use crate::panics::take_late_panics;
use crate::state;

/// The exit status of a test binary with failed tests (libtest).
const FAILED: i32 = 101;

/// The process whose tests these are.
static OWNER: AtomicU32 = AtomicU32::new(0);

static UNFINISHED: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<String>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A test that has begun. Dropped, it has reported.
pub(crate) struct Unfinished(String);

/// Begins a test.
pub(crate) fn begin(test: &str) -> Unfinished {
    static AT_EXIT: Once = Once::new();
    AT_EXIT.call_once(|| {
        OWNER.store(process::id(), Ordering::Relaxed);
        libc_atexit::at_exit(check_at_exit);
    });
    unfinished().push(test.to_owned());
    Unfinished(test.to_owned())
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut unfinished = unfinished();
        if let Some(at) = unfinished.iter().position(|test| *test == self.0) {
            unfinished.swap_remove(at);
        }
    }
}

extern "C" fn check_at_exit() {
    // A child that was forked from this process runs no tests.
    if OWNER.load(Ordering::Relaxed) != process::id() {
        return;
    }
    let unfinished = unfinished().clone();
    let late = take_late_panics();
    for panic in &late {
        print_line(panic);
    }
    if !unfinished.is_empty() {
        let caller = state::current().and_then(|(owner, _)| owner.network().test.clone());
        print_line(&message(&unfinished, caller.as_deref()));
    }
    if !unfinished.is_empty() || !late.is_empty() {
        libc_atexit::exit_now(FAILED);
    }
}

/// Returns why the process fails.
fn message(unfinished: &[String], caller: Option<&str>) -> String {
    let list = unfinished.iter().map(|test| format!("`{test}`")).collect::<Vec<_>>().join(", ");
    match caller {
        Some(test) => format!(
            "the test `{test}` has called `exit`, so the process fails; unfinished tests: {list}"
        ),
        None => format!("`exit` was called, so the process fails; unfinished tests: {list}"),
    }
}
