//! What is run where it is refused: this file again, with one test, and the command.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use nsfixture::prelude::*;
use tempfile::TempDir;

use crate::refuse::Case;

#[ns_test]
#[ignore = "run by the other tests"]
fn lone() {
    println!("the body ran");
}

/// Runs the test above in a case, if that can be had.
pub(crate) fn run(case: &Case) -> Option<Output> {
    let arguments = ["--ignored", "--exact", "subject::lone", "--nocapture"];
    outcome(case, programs().path().join("test"), &arguments)
}

/// Runs the command in a case, if that can be had.
pub(crate) fn doctor(case: &Case, arguments: &[&str]) -> Option<Output> {
    let arguments = [&["doctor"], arguments].concat();
    outcome(case, programs().path().join("nsfixture"), &arguments)
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
    let is_required = env::var_os("NSFIXTURE_REQUIRE").is_some_and(|value| value != "0");
    assert!(!is_required, "NSFIXTURE_REQUIRE is set, and {what} could not be looked at: {why}");
}

pub(crate) fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Copies of this file and of the command where everybody may execute them.
fn programs() -> &'static TempDir {
    static PROGRAMS: OnceLock<TempDir> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let directory = tempfile::tempdir().expect("a directory");
        let open = |path: &Path| {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        };
        open(directory.path());
        // Beside a copy of this file there is a copy of the command, where CI makes them.
        let own = env::current_exe().expect("this file");
        let command = env::var_os("NSFIXTURE_COMMAND")
            .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_nsfixture")), PathBuf::from);
        for (from, name) in [(own, "test"), (command, "nsfixture")] {
            let to = directory.path().join(name);
            fs::copy(&from, &to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
            open(&to);
        }
        directory
    })
}
