//! What ARCHITECTURE.md says must never be, as far as a reader of the source can tell.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of the library from the bottom up; those of one line may know each other.
const ROOMS: [&[&str]; 11] = [
    &["os", "blocker"],
    &["report", "error"],
    &["kernel"],
    &["access", "watch"],
    &["apply"],
    &["net", "node", "link"],
    &["story"],
    &["run", "doctor"],
    &["private", "cli"],
    &["lib", "guide", "prelude", "unsupported"],
    // The command, whose modules may have the names of rooms.
    &["bin"],
];

/// A source file: the room that it belongs to, its path and its text.
struct Source {
    room: String,
    path: PathBuf,
    text: String,
}

fn sources(of: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(of).join("src");
    let mut found = Vec::new();
    let mut directories = vec![root.clone()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).expect("the sources are there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                directories.push(path);
            } else {
                let inside = path.strip_prefix(&root).expect("a path inside");
                let first = inside.components().next().expect("a name").as_os_str();
                let name = Path::new(first).file_stem().expect("a name").to_string_lossy().into();
                let text = fs::read_to_string(&path).expect("a source file");
                found.push(Source { room: name, path, text });
            }
        }
    }
    assert!(found.len() > 5, "{} has {} source files", root.display(), found.len());
    found
}

/// The lines that are no comments.
fn code(source: &Source) -> impl Iterator<Item = &str> {
    source.text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

fn level(room: &str) -> usize {
    ROOMS
        .iter()
        .position(|rooms| rooms.contains(&room))
        .unwrap_or_else(|| panic!("`{room}` is in no line of ROOMS: put it where it belongs"))
}

/// The names that follow `crate::` in a line.
fn mentioned(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("crate::").filter_map(|(at, word)| {
        let rest = &line[at + word.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}

#[test]
fn arrows_point_downward() {
    for source in sources("nsfixture") {
        for line in code(&source) {
            for other in mentioned(line) {
                // What `lib` exports again is of the rooms below it.
                let is_room = ROOMS.concat().contains(&other);
                let below = !is_room || other == source.room || {
                    let (from, to) = (level(&source.room), level(other));
                    to < from || (to == from && ROOMS[from].len() > 1)
                };
                let path = source.path.display();
                assert!(below, "{path}: `{}` knows `{other}`, which is not below it", source.room);
            }
        }
    }
}

#[test]
fn only_the_kernel_room_makes_system_calls() {
    for source in sources("nsfixture").iter().filter(|s| s.room != "kernel" && s.room != "os") {
        for line in code(source) {
            let words: Vec<&str> =
                line.split(|c: char| !c.is_alphanumeric() && c != ':' && c != '_').collect();
            for word in words {
                let errno = word.strip_prefix("libc::").is_some_and(|name| name.starts_with('E'))
                    || word.starts_with("nix::errno::");
                let call = word.starts_with("libc::") || word.starts_with("nix::");
                assert!(
                    !call || errno,
                    "{}: `{word}` belongs into `kernel`",
                    source.path.display()
                );
            }
        }
    }
}

#[test]
fn unsafe_files_say_why() {
    for source in sources("nsfixture") {
        let mut words =
            code(&source).flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
        if words.any(|word| word == "unsafe") {
            let plain: String = source.text.split_whitespace().collect();
            let says = plain.contains("#![allow(unsafe_code,reason=\"");
            assert!(says, "{} does not say why it has unsafe code", source.path.display());
        }
    }
    for of in ["nsfixture-macros", "nsfixture-plan"] {
        let forbids = |s: &Source| s.room == "lib" && s.text.contains("#![forbid(unsafe_code)]");
        assert!(sources(of).iter().any(forbids), "{of} allows unsafe code");
    }
}

#[test]
fn nothing_sleeps_and_nothing_is_started() {
    for source in sources("nsfixture") {
        for line in code(&source) {
            assert!(!line.contains("sleep("), "{}: {line}", source.path.display());
            // The command is there to start others.
            let may_start = ["node", "bin"].contains(&source.room.as_str());
            let starts = line.contains("Command::new(") && !may_start;
            assert!(!starts, "{}: {line}", source.path.display());
        }
    }
}

#[test]
fn the_plan_is_pure() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nsfixture-plan/Cargo.toml");
    let text = fs::read_to_string(manifest).expect("its manifest");
    let (_, rest) = text.split_once("[dependencies]\n").expect("its dependencies");
    let names = rest.lines().take_while(|line| !line.is_empty() && !line.starts_with('['));
    let names: Vec<&str> = names.filter_map(|line| line.split(['.', ' ']).next()).collect();
    // Of `layout-rs` only the positions are asked for; what it writes files with is not called.
    assert_eq!(
        names,
        ["layout-rs", "serde", "toml"],
        "what else it depends on may touch the system"
    );
    for source in sources("nsfixture-plan") {
        for line in code(&source) {
            for room in ["env", "fs", "io", "os", "process", "thread", "time"] {
                let uses = line.contains(&format!("std::{room}"));
                assert!(!uses, "{}: {line}", source.path.display());
            }
        }
    }
}
