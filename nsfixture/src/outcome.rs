//! How a test is skipped or failed.

use std::panic;
use std::process::ExitCode;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::libc_atexit;
use crate::output::print_line;
use crate::unavailable::Unavailable;
use crate::variables;

static SKIPPED: AtomicUsize = AtomicUsize::new(0);
static AT_EXIT: Once = Once::new();

/// Skips a test with a reason and, when the process exits, prints the number of skipped tests; or fails
/// it, where `NSFIXTURE_REQUIRE` is set.
///
/// # Panics
/// Panics if the test is to fail, or if it passes only by a panic.
#[track_caller]
pub(crate) fn skip(
    test: &str,
    unavailable: &Unavailable,
    expected_panic: Option<&str>,
) -> ExitCode {
    variables::check();
    if variables::is_required() {
        return fail(&required(unavailable), expected_panic);
    }
    AT_EXIT.call_once(|| libc_atexit::at_exit(print_skip_count));
    SKIPPED.fetch_add(1, Ordering::Relaxed);
    print_line(&format!("skipped {test}: {unavailable}"));
    if let Some(expected) = expected_panic {
        // Without the panic hook, because nothing has gone wrong.
        panic::resume_unwind(Box::new(expected.to_owned()));
    }
    ExitCode::SUCCESS
}

/// Fails a test for another reason than its body: by a panic, or, if it is to panic, by returning.
///
/// # Panics
/// Panics unless the test is to panic.
#[track_caller]
pub(crate) fn fail(why: &str, expected_panic: Option<&str>) -> ExitCode {
    assert!(expected_panic.is_some(), "{why}");
    eprintln!("nsfixture: {why}");
    ExitCode::SUCCESS
}

/// Returns the message for a skip that is an error.
pub(crate) fn required(unavailable: &Unavailable) -> String {
    format!("{unavailable} (NSFIXTURE_REQUIRE is set, so this is an error)")
}

extern "C" fn print_skip_count() {
    let skipped = SKIPPED.load(Ordering::Relaxed);
    let tests = if skipped == 1 { "test" } else { "tests" };
    print_line(&format!(
        "{skipped} {tests} skipped in this process; set NSFIXTURE_REQUIRE=1 to fail instead"
    ));
}
