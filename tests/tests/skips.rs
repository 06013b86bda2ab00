//! A test that cannot have its network is skipped and says so, or fails where that is asked for.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Output};

use nsfixture::prelude::*;

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

/// Runs `subject` as somebody who may not make a network, if there can be somebody.
fn run_refused(require: Option<&str>) -> Option<Output> {
    let mut command = Command::new(std::env::current_exe().expect("this file"));
    command
        .args(["--ignored", "subject::"])
        .env("NSFIXTURE_USERNS", "never")
        .env_remove("NSFIXTURE_REQUIRE");
    if let Some(value) = require {
        command.env("NSFIXTURE_REQUIRE", value);
    }
    // Root gives up its capabilities with its id.
    if rustix::process::geteuid().is_root() {
        command.gid(65534).uid(65534);
    }
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("not looked at: nobody else can run this file: {error}");
            None
        }
    }
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
        assert!(lines[0].contains("; unset NSFIXTURE_USERNS"), "{stderr}");
    }
    let last = stderr.lines().last().expect("lines");
    assert!(last.starts_with("nsfixture: 3 tests were skipped in this process"), "{stderr}");
}

#[test]
fn a_required_test_fails_instead() {
    let Some(output) = run_refused(Some("1")) else { return };
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(101), "{stdout}{stderr}");
    assert!(stdout.contains("0 passed; 3 failed"), "{stdout}");
    let reasons = stdout.matches("NSFIXTURE_REQUIRE is set, and the process lacks").count();
    assert!(reasons >= 3, "{stdout}");
    assert!(!stderr.contains("nsfixture: skipped"), "{stderr}");
}

#[test]
fn zero_requires_nothing() {
    let Some(output) = run_refused(Some("0")) else { return };
    assert!(output.status.success());
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}
