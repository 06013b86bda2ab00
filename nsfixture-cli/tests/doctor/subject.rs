//! What is run where it is refused: this file again, with one test, and the command.

use std::env;
use std::ffi::OsStr;
use std::process::{Command, Output};

use nsfixture::prelude::*;

use crate::refuse::Case;

#[ns_test]
#[ignore = "run by the other tests"]
fn single() {
    println!("the body ran");
}

/// Runs the test above in a case, if it can be set up.
pub(crate) fn run(case: &Case) -> Option<Output> {
    let arguments = ["--ignored", "--exact", "subject::single", "--nocapture"];
    outcome(case, env::current_exe().expect("this file"), &arguments)
}

/// Runs the command in a case, if it can be set up: the one that cargo has built, or another where
/// this is not the machine, or not the user, that it was built for.
pub(crate) fn doctor(case: &Case, arguments: &[&str]) -> Option<Output> {
    let command = env::var_os("NSFIXTURE_COMMAND");
    let arguments = [&["doctor"], arguments].concat();
    outcome(case, command.unwrap_or_else(|| env!("CARGO_BIN_EXE_nsfixture").into()), &arguments)
}

fn outcome(case: &Case, program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new(program);
    command.args(arguments).env_remove("NSFIXTURE_REQUIRE").env_remove("NSFIXTURE_USERNS");
    if !case.arrange(&mut command) {
        println!("not run: {}: this is not root", case.name);
        return None;
    }
    command.output().map_err(|error| not_run(case.name, &error.to_string())).ok()
}

/// Says what was left out, and fails where nothing may be.
pub(crate) fn not_run(what: &str, why: &str) {
    println!("not run: {what}: {why}");
    let is_required = env::var_os("NSFIXTURE_REQUIRE")
        .is_some_and(|value| !["", "0"].contains(&value.to_str().unwrap_or("1")));
    assert!(!is_required, "NSFIXTURE_REQUIRE is set, and {what} could not be looked at: {why}");
}

pub(crate) fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}
