//! The code of the guide is that of examples and CI scripts, which run it.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

/// Returns each piece of code with the file that its comment names.
fn pieces(page: &str) -> Vec<(String, String)> {
    let mut pieces = Vec::new();
    let mut file = None;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")) {
            file = Some(name.to_owned());
        } else if line.starts_with("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if let Some(file) = file.take() {
                pieces.push((file, code.join("\n")));
            }
        }
    }
    pieces
}

#[track_caller]
fn check(page: &str, at_least: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let pieces = pieces(&read(page));
    assert!(pieces.len() >= at_least, "{page} has {} pieces of code", pieces.len());
    for (file, code) in pieces {
        assert!(read(&file).contains(&code), "{page} has code that is not in {file}:\n{code}");
    }
}

#[test]
fn code_of_the_guide_is_run() {
    check("nsfixture/docs/in_your_suite.md", 10);
}
