//! `nsfixture show`, `check`, `completions` and `man`.

use std::fs;

use tempfile::NamedTempFile;

use crate::called::{Outcome, call};

pub(crate) const TWO_HOSTS: &str = "[[link]]\nhosts = [\"a\", \"b\"]\n";

/// A file with this text, as long as it is held.
pub(crate) struct File(NamedTempFile);

impl File {
    pub(crate) fn new(text: &str) -> Self {
        let file = NamedTempFile::new().expect("a file");
        fs::write(&file, text).expect("it can be written");
        Self(file)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.path().to_str().expect("a path that is text")
    }
}

#[track_caller]
fn check(arguments: &[&str], status: i32, stdout: &str, stderr: &str) {
    let outcome = call(arguments);
    let Outcome { status: found, stdout: out, stderr: err } = &outcome;
    let as_expected = *found == status
        && out.contains(stdout)
        && err.contains(stderr)
        && out.is_empty() == stdout.is_empty()
        && err.is_empty() == stderr.is_empty();
    assert!(as_expected, "{arguments:?}: {outcome:?}, not {status}, {stdout:?}, {stderr:?}");
}

#[test]
fn draws() {
    let file = File::new(TWO_HOSTS);
    let path = file.path();
    check(&["show", path], 0, "10.0.0.2/24", "");
    check(&["show", path, "--mermaid"], 0, "flowchart", "");
    check(&["show", path, "--svg"], 0, "</svg>", "");
    check(&["show", path, "--svg", "--mermaid"], 2, "", "cannot be used with");
}

#[test]
fn finds_mistakes() {
    check(&["check", File::new(TWO_HOSTS).path()], 0, "", "");
    let wrong = File::new("\n[[link]]\nhosts = [\"a\"]\n");
    check(&["check", wrong.path()], 1, "", "line 2, column 1: a link joins exactly two hosts");
    check(&["show", wrong.path()], 1, "", "line 2, column 1: a link joins exactly two hosts");
    check(&["check", "/nothing"], 2, "", "/nothing cannot be read: No such file");
    check(&["chck"], 2, "", "check");
}

#[test]
fn tells_of_itself() {
    check(&["--version"], 0, concat!("nsfixture ", env!("CARGO_PKG_VERSION")), "");
    check(&["--help"], 0, "127  COMMAND was not found", "");
    check(&["run", "--help"], 0, "--keep-user", "");
    check(&["man"], 0, "127  COMMAND was not found", "");
    check(&["man", "run"], 0, ".TH nsfixture-run 1", "");
    check(&["man", "fault", "set"], 0, ".TH nsfixture-fault-set 1", "");
    check(&["man", "fault", "ste"], 2, "", "unknown command `ste`; expected one of: set, clear");
    check(&["man", "run", "x"], 2, "", "unknown command `x`; it has no commands");
    check(&["fault", "set", "--help"], 0, "drop=2,3,7", "");
    check(&["man", "rnu"], 2, "", "unknown command `rnu`; expected one of: run, shell");
    for shell in ["bash", "zsh", "fish"] {
        check(&["completions", shell], 0, "keep-user", "");
    }
}

#[test]
fn every_subcommand_is_described() {
    let help = call(&["-h"]).stdout;
    let (_, rest) = help.split_once("\nCommands:\n").expect("the subcommands");
    let lines: Vec<&str> = rest.lines().take_while(|line| !line.is_empty()).collect();
    assert!(lines.len() >= 9, "{help}");
    for line in lines {
        let mut words = line.split_whitespace().skip(1);
        let first = words.next().unwrap_or_default();
        assert!(first.starts_with(char::is_uppercase) && words.count() > 2, "{line:?}");
    }
}
