//! Running a test of this program again.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The variables that matter, none of which is inherited.
const VARIABLES: [&str; 7] = [
    "NSFIXTURE_ARTIFACTS",
    "NSFIXTURE_PAUSE",
    "NSFIXTURE_REPLAY",
    "NSFIXTURE_REPORT",
    "NSFIXTURE_SEED",
    "NSFIXTURE_TIMEOUT",
    "NEXTEST_ATTEMPT",
];

/// Returns the command that runs one of the tests that fail.
pub(crate) fn command(program: &Path, test: &str) -> Command {
    let module = if test.starts_with("loses_") { "replay" } else { "failing" };
    let path = format!("{module}::{test}");
    let mut command = Command::new(program);
    command.args(["--exact", "--ignored", "--test-threads=1", &path]);
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command.env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    command
}

pub(crate) fn own() -> PathBuf {
    std::env::current_exe().unwrap()
}

/// Runs it with files in this directory, and returns what it has printed.
#[track_caller]
pub(crate) fn run(test: &str, base: impl AsRef<OsStr>) -> String {
    printed(command(&own(), test).env("NSFIXTURE_ARTIFACTS", base))
}

#[track_caller]
pub(crate) fn printed(command: &mut Command) -> String {
    let Output { stdout, stderr, .. } = command.output().unwrap();
    String::from_utf8([stdout, stderr].concat()).unwrap()
}

/// Returns the directories of failed tests, in order. There is nothing else.
#[track_caller]
pub(crate) fn directories(base: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(base).unwrap().map(|entry| entry.unwrap().path());
    let mut directories: Vec<PathBuf> = entries.collect();
    directories.sort();
    for directory in &directories {
        let name = directory.file_name().unwrap().to_string_lossy();
        assert!(name.starts_with("reports."), "{name}");
    }
    directories
}

/// Returns the only one.
#[track_caller]
pub(crate) fn only(base: &Path) -> PathBuf {
    let mut directories = directories(base);
    assert_eq!(directories.len(), 1, "{directories:?}");
    directories.remove(0)
}

/// Reads the files of a directory, which must be whole, and returns the report and the page.
#[track_caller]
pub(crate) fn read(directory: &Path) -> (Value, String) {
    let text = fs::read_to_string(directory.join("report.json")).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let page = fs::read_to_string(directory.join("report.html")).unwrap();
    assert!(page.trim_end().ends_with("</html>"), "{page}");
    let (_, rest) = page.split_once("id=\"report\">").expect("the report is in the page");
    let in_page: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    assert_eq!(in_page, report);
    let network = fs::read_to_string(directory.join("network.toml")).unwrap();
    nsfixture::Topology::from_toml(&network).unwrap();
    (report, page)
}

/// Returns the lines of this crate about the failed test, and those of pictures: all after its panic.
pub(crate) fn lines(printed: &str) -> Vec<&str> {
    let after = printed.split_once("a false claim").or(printed.split_once(" claim\n"));
    let (_, after) = after.expect("its panic is printed");
    let (lines, _) = after
        .trim_start_matches('\n')
        .split_once("\n\n\nfailures:\n")
        .expect("the list of failures");
    lines.lines().filter(|line| !line.starts_with("note: run with `RUST_")).collect()
}
