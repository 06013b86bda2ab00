//! What is said past the harness: lines on the standard error stream, each beginning with
//! `nsfixture: `.
//!
//! libtest captures what a test prints with `eprintln!` and shows it only where the test fails;
//! what must be seen in any case is written to the stream itself.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::panic;
use std::process::ExitCode;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

static SKIPPED: AtomicUsize = AtomicUsize::new(0);
static AT_EXIT: Once = Once::new();

/// Why a test without the attribute has to be skipped on this machine, if so: for fixtures and harnesses
/// of one's own.
///
/// ```
/// # use nsfixture::{Net, Topology};
/// fn net() -> Option<Net> {
///     if let Some(reason) = nsfixture::skip_reason() {
///         eprintln!("skipped: {reason}");
///         return None;
///     }
///     Some(Net::up(&Topology::new().link(("client", "server"))).expect("a network"))
/// }
/// # drop(net());
/// ```
///
/// # Panics
/// If there is a reason and `NSFIXTURE_REQUIRE` is set, so that nothing is skipped where it must not be.
#[track_caller]
pub fn skip_reason() -> Option<String> {
    let reason = crate::unavailable()?;
    assert!(!is_required(), "NSFIXTURE_REQUIRE is set, and {reason}");
    Some(reason)
}

/// Skips a test, and says why, and at the process's end how many were; or fails it, where
/// `NSFIXTURE_REQUIRE` asks for that.
///
/// # Panics
/// As the harness expects it of the test: to be green, one that is to panic has to.
pub(crate) fn skip(test: &str, blocker: impl Display, expected_panic: Option<&str>) -> ExitCode {
    if is_required() {
        return fail(&format!("NSFIXTURE_REQUIRE is set, and {blocker}"), expected_panic);
    }
    AT_EXIT.call_once(|| crate::os::at_exit(count));
    SKIPPED.fetch_add(1, Ordering::Relaxed);
    say(&format!("skipped {test}: {blocker}"));
    if let Some(expected) = expected_panic {
        // Past the panic hook, for nothing has gone wrong.
        panic::resume_unwind(Box::new(expected.to_owned()));
    }
    ExitCode::SUCCESS
}

/// Fails a test for another reason than its body's: by a panic, or, if it is to panic, by none.
///
/// # Panics
/// Unless the test is to panic.
pub(crate) fn fail(why: &str, expected_panic: Option<&str>) -> ExitCode {
    assert!(expected_panic.is_some(), "{why}");
    eprintln!("nsfixture: {why}");
    ExitCode::SUCCESS
}

extern "C" fn count() {
    let skipped = SKIPPED.load(Ordering::Relaxed);
    let tests = if skipped == 1 { "test was" } else { "tests were" };
    say(&format!(
        "{skipped} {tests} skipped in this process; NSFIXTURE_REQUIRE=1 makes each a failure"
    ));
}

/// Whether a test that would be skipped is to fail instead.
fn is_required() -> bool {
    std::env::var_os("NSFIXTURE_REQUIRE").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Says a line to whoever looks at the process's standard error stream.
pub(crate) fn say(line: &str) {
    // In one go, so that lines of several threads do not mix. Where nobody reads the stream
    // there is nobody to tell.
    let _nobody = io::stderr().lock().write_all(format!("nsfixture: {line}\n").as_bytes());
}
