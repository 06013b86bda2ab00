//! The table of tests in CONTRIBUTING.md has every test file, and every file that it has exists.
#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The directories whose entries are tests, except those that belong to another test.
const DIRECTORIES: [&str; 9] = [
    "tests/tests",
    "tests/combinations/tests",
    "tests/shapes/tests",
    "examples/tests",
    "examples/quic/tests",
    "nsfixture/tests",
    "nsfixture-cli/tests",
    "nsfixture-plan/tests",
    "ci",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the paths in the second column of the table.
fn listed() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).expect("a readable file");
    let (_, section) = text.split_once("\n## Where the tests are\n").expect("the section");
    let (section, _) = section.split_once("\n## ").expect("another section follows");
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let columns = rows.map(|row| row.split_once(" | ").expect("two columns").1);
    columns.flat_map(|column| column.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// Returns the tests of a directory: programs, and scripts that can be run.
fn tests(directory: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join(directory)) else { return Vec::new() };
    let is_test = |path: &Path| {
        let is_program = path.extension().is_some_and(|extension| extension == "rs")
            || path.join("main.rs").is_file();
        let is_script = path.extension().is_some_and(|extension| extension == "sh");
        is_program || is_script && !path.ends_with("lib.sh")
    };
    let paths = entries.map(|entry| entry.expect("an entry").path()).filter(|path| is_test(path));
    let name = |path: PathBuf| path.file_name().expect("a name").to_string_lossy().into_owned();
    paths.map(|path| format!("{directory}/{}", name(path))).collect()
}

#[test]
fn every_test_is_in_the_table() {
    let listed = listed();
    let all: Vec<String> = DIRECTORIES.into_iter().flat_map(tests).collect();
    assert!(all.len() > 40, "only {} tests are found", all.len());
    let missing: Vec<&String> = all.iter().filter(|test| !listed.contains(*test)).collect();
    assert!(missing.is_empty(), "not in the table of CONTRIBUTING.md: {missing:#?}");
}

#[test]
fn everything_in_the_table_exists() {
    let listed = listed();
    assert!(listed.len() > 40, "only {} tests are in the table", listed.len());
    let missing: Vec<&String> = listed.iter().filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "in the table of CONTRIBUTING.md, but not there: {missing:#?}");
}
