//! The panic hook, through which panics are seen, and which anybody may replace.

use std::cell::Cell;
use std::fs;
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// The message of a panic that only checks whether the hook sees it. Where it does, nothing is printed.
const CHECK: &str = "nsfixture checks whether its panic hook still sees panics; nothing has failed";

thread_local! {
    static CHECK_WAS_SEEN: Cell<bool> = const { Cell::new(false) };
}

/// Makes `record` see every panic of the process, before the hook that there is. Returns false if it had
/// already done so, and has lost its place since: somebody has replaced the hook.
///
/// The standard library does not tell which hook is set, and taking it would leave a moment without one. So
/// this panics, and catches it, unless a debugger is attached, which may stop at it.
pub(super) fn ensure_in_front(record: fn(&PanicHookInfo<'_>)) -> bool {
    static IS_SET: Mutex<bool> = Mutex::new(false);
    let mut is_set = IS_SET.lock().unwrap_or_else(PoisonError::into_inner);
    if *is_set && (!can_check() || sees_panics()) {
        return true;
    }
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if info.payload().downcast_ref::<&str>() == Some(&CHECK) {
            CHECK_WAS_SEEN.set(true);
            return;
        }
        record(info);
        before(info);
    }));
    !std::mem::replace(&mut *is_set, true)
}

fn can_check() -> bool {
    static IS_TRACED: OnceLock<bool> = OnceLock::new();
    // A second panic would abort the process.
    !thread::panicking() && !cfg!(panic = "abort") && !IS_TRACED.get_or_init(is_traced)
}

fn sees_panics() -> bool {
    CHECK_WAS_SEEN.set(false);
    let _check = panic::catch_unwind(|| panic::panic_any(CHECK));
    CHECK_WAS_SEEN.get()
}

/// Returns true if a debugger is attached (`TracerPid`, proc_pid_status(5)).
fn is_traced() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let tracer = status.lines().find_map(|line| line.strip_prefix("TracerPid:"));
    tracer.is_some_and(|tracer| tracer.trim() != "0")
}
