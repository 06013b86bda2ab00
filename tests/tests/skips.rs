//! A test without a network is skipped with a message, or fails if `NSFIXTURE_REQUIRE` is set.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Output};

use nsfixture::prelude::*;
use rustix::io::Errno;

mod subject {
    use super::*;

    #[ns_test(link(a, b))]
    #[ignore = "run by the tests below"]
    fn first(a: Node) {
        println!("the body ran, in {}", a.name());
    }

    #[ns_test]
    #[ignore = "run by the tests below"]
    async fn second() -> Result<(), String> {
        Err("the body ran".to_owned())
    }

    #[ns_test]
    #[should_panic(expected = "on purpose")]
    #[ignore = "run by the tests below"]
    fn third() {
        println!("the body ran");
    }
}

/// Runs `subject` without what a network requires, if that is possible here.
fn run_refused(require: Option<&str>) -> Option<Output> {
    let this = std::env::current_exe().expect("this file");
    // A copy: another user may not have access to the directory of this file.
    let directory = tempfile::tempdir().expect("a temporary directory can be created");
    let all = Permissions::from_mode(0o755);
    fs::set_permissions(directory.path(), all).expect("it is this user's");
    let copy = directory.path().join("skips");
    // By another process: a program that this one has open for writing could not be executed (ETXTBSY), nor while a child of
    // another test has a copy of the descriptor.
    let copied = Command::new("cp").arg(this).arg(&copy).status().expect("cp starts");
    assert!(copied.success(), "cp: {copied}");
    let mut command = Command::new(copy);
    command
        .args(["--ignored", "subject::"])
        .env("NSFIXTURE_USERNS", "never")
        .env_remove("NSFIXTURE_REQUIRE");
    if let Some(value) = require {
        command.env("NSFIXTURE_REQUIRE", value);
    }
    // Root loses its capabilities with its user ID.
    if rustix::process::geteuid().is_root() {
        command.gid(65534).uid(65534);
    }
    match command.output() {
        Ok(output) => Some(output),
        // In a user namespace that maps root alone, or without CAP_SETUID, there is no other user to become.
        Err(error) if [Errno::INVAL, Errno::PERM].contains(&errno(&error)) => {
            eprintln!("skipped: this process cannot become another user: {error}");
            None
        }
        Err(error) => panic!("the copy of this file does not run: {error}"),
    }
}

fn errno(error: &io::Error) -> Errno {
    Errno::from_io_error(error).unwrap_or(Errno::INVAL)
}

#[test]
fn each_skip_has_its_line_and_all_are_counted() {
    let Some(output) = run_refused(None) else { return };
    let (stdout, stderr) = texts(&output);
    assert!(output.status.success(), "{stdout}{stderr}");
    assert!(stdout.contains("3 passed; 0 failed"), "{stdout}");
    assert!(!(stdout + &stderr).contains("the body ran"));
    for test in ["subject::first", "subject::second", "subject::third"] {
        let line = format!("nsfixture: skipped {test}: ");
        let lines: Vec<&str> = stderr.lines().filter(|l| l.starts_with(&line)).collect();
        assert_eq!(lines.len(), 1, "{stderr}");
        assert!(lines[0].contains("NSFIXTURE_USERNS=never"), "{stderr}");
        assert!(lines[0].contains("; fix: unset NSFIXTURE_USERNS"), "{stderr}");
    }
    let last = stderr.lines().last().expect("lines");
    assert!(last.starts_with("nsfixture: 3 tests skipped in this process"), "{stderr}");
}

#[test]
fn a_required_test_fails_instead() {
    let Some(output) = run_refused(Some("1")) else { return };
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(101), "{stdout}{stderr}");
    assert!(stdout.contains("0 passed; 3 failed"), "{stdout}");
    let reasons = stdout.matches("(NSFIXTURE_REQUIRE is set, so this is an error)").count();
    assert!(reasons >= 3, "{stdout}");
    // At the line of each test, not of the library.
    for name in ["first", "second"] {
        let place = format!("thread 'subject::{name}'");
        let line = stdout.lines().find(|line| line.contains(&place));
        assert!(line.is_some_and(|line| line.contains("skips.rs:")), "{stdout}");
    }
    assert!(!stderr.contains("nsfixture: skipped"), "{stderr}");
}

#[test]
fn a_value_that_means_no_requires_nothing() {
    for no in ["0", "false", "No", "off", ""] {
        let Some(output) = run_refused(Some(no)) else { return };
        let (_, stderr) = texts(&output);
        assert!(output.status.success(), "{no:?}: {stderr}");
        assert!(!stderr.contains("nsfixture: note: NSFIXTURE_"), "{no:?}: {stderr}");
    }
}

#[test]
fn a_value_that_is_not_understood_is_reported_and_requires() {
    let Some(output) = run_refused(Some("ture")) else { return };
    let (_, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(101), "{stderr}");
    let note = "nsfixture: note: NSFIXTURE_REQUIRE is \"ture\", which counts as 1: expected 1 or 0";
    assert!(stderr.lines().any(|line| line == note), "{stderr}");
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}
