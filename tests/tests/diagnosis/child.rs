//! Running a test of this binary in a child process.

use std::process::Command;

/// Runs an ignored test that is to fail, and returns what it has printed.
pub(crate) fn run(test: &str) -> String {
    let output = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", "--ignored", "--test-threads=1", test])
        .env_remove("NSFIXTURE_REQUIRE")
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("it runs");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed).into_owned();
    assert!(!output.status.success(), "{test} has passed:\n{printed}");
    assert!(printed.contains("1 failed"), "{test} has not run:\n{printed}");
    printed
}

/// Returns what the library has printed about the failure, in the order of the lines.
pub(crate) fn report(printed: &str) -> Vec<&str> {
    printed.lines().filter_map(|line| line.strip_prefix("nsfixture: ")).collect()
}
