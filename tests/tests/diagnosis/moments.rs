//! However a test fails, its network is looked at in time.

use nsfixture_tests::is_skipped;

use crate::child::{report, run};

#[track_caller]
fn names_the_cause(test: &str) {
    const CAUSE: &str = "b: 1 connection was refused, because the TCP port was closed; \
                         open TCP ports now: 8080";
    if is_skipped(test) {
        return;
    }
    let printed = run(&format!("subjects::moments::{test}"));
    assert!(report(&printed).contains(&CAUSE), "{printed}");
}

#[test]
fn returned_error() {
    names_the_cause("returned_error");
}

#[test]
fn panic_of_a_thread() {
    names_the_cause("panic_of_a_thread");
}

#[test]
fn panic_of_a_task() {
    names_the_cause("panic_of_a_task");
}

#[test]
fn panic_in_another_host() {
    names_the_cause("panic_in_another_host");
}

#[test]
fn panic_after_others() {
    names_the_cause("panic_after_others");
}

#[test]
fn panic_with_a_hook_of_its_own() {
    names_the_cause("panic_with_a_hook_of_its_own");
}
