//! What a failed test says about its network: real failures, each in a child process, whose report must name the cause in its
//! first three lines; and networks in which nothing is odd, about which nothing may be said.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod case;
mod cases;
mod child;
mod healthy;
mod moments;
mod page;
mod subjects;

use cases::CASES;
use nsfixture_tests::is_skipped;

/// How many lines of the report have to name the cause.
const FIRST: usize = 3;

/// How many children run at once: most of them wait.
const CONCURRENT: usize = 4;

#[test]
fn the_first_lines_name_the_cause() {
    if is_skipped("the_first_lines_name_the_cause") {
        return;
    }
    let mut wrong = Vec::new();
    for some in CASES.chunks(CONCURRENT) {
        std::thread::scope(|scope| {
            let checks: Vec<_> = some.iter().map(|case| scope.spawn(|| case.check())).collect();
            wrong.extend(checks.into_iter().filter_map(|check| check.join().unwrap().err()));
        });
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}
