//! What files may not do, whatever they import.

use std::fs;
use std::path::Path;

use crate::graph::Graph;
use crate::sources::{Sources, workspace};
use crate::tokens::{lines_with, tokens};

/// The crates that make system calls.
const SYSTEM: [&str; 3] = ["libc", "nix", "rustix"];

/// The rooms of the library that may use them: the one for it, and what registers a function with libc's `atexit`.
const KERNEL: [&str; 2] = ["kernel", "libc_atexit"];

/// The modules of the standard library that touch the system.
const IMPURE: [&str; 7] = ["env", "fs", "io", "os", "process", "thread", "time"];

/// Returns the crates whose sources are the library's or the command's.
fn live() -> impl Iterator<Item = (&'static str, Sources)> {
    ["nsfixture", "nsfixture-cli"].into_iter().map(|name| (name, Sources::of(name)))
}

#[test]
fn only_the_kernel_room_makes_system_calls() {
    for graph in Graph::all(&Sources::of("nsfixture")) {
        for each in &graph.outside {
            let path: Vec<&str> = each.path.split("::").collect();
            let file = graph.file(each.from);
            let is_in_kernel = KERNEL.iter().any(|room| file.with_extension("").starts_with(room));
            // The number of an error is no call.
            let is_errno = match path[..] {
                ["libc", name] => name.starts_with('E'),
                ["nix", "errno", ..] => true,
                _ => false,
            };
            let is_allowed = is_in_kernel || is_errno || !SYSTEM.contains(&path[0]);
            let (file, line) = (file.display(), each.line);
            assert!(is_allowed, "{file}:{line}: `{}` belongs in `kernel`", each.path);
        }
    }
}

#[test]
fn unsafe_files_say_why() {
    for (krate, sources) in live() {
        for (path, text) in sources.iter() {
            let is_unsafe =
                tokens(text).iter().any(|token| token.is_ident && token.text == "unsafe");
            let plain: String = text.split_whitespace().collect();
            let has_reason = plain.contains("#![allow(unsafe_code,reason=\"");
            let path = path.display();
            assert!(
                !is_unsafe || has_reason,
                "{krate}/src/{path} has unsafe code without a reason"
            );
            assert!(is_unsafe || !has_reason, "{krate}/src/{path} allows unsafe code and has none");
        }
    }
    for krate in ["nsfixture-macros", "nsfixture-plan"] {
        let sources = Sources::of(krate);
        let (_, text) = sources.text(Path::new("lib.rs")).expect("the root of a library");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{krate} allows unsafe code");
    }
}

#[test]
fn nothing_sleeps_and_nothing_is_started() {
    for (krate, sources) in live() {
        for (path, text) in sources.iter() {
            let shown = path.display();
            for call in ["sleep", "sleep_until", "nanosleep", "usleep"] {
                if let Some(line) = lines_with(text, &[call, "Parenthesis opens"]).first() {
                    panic!("{krate}/src/{shown}:{line} sleeps");
                }
            }
            // The command is there to start others.
            let may_start = krate == "nsfixture-cli" || path.starts_with("node");
            let starts = lines_with(text, &["Command", ":", ":", "new"]);
            if let (false, Some(line)) = (may_start, starts.first()) {
                panic!("{krate}/src/{shown}:{line} starts a program");
            }
        }
    }
}

#[test]
fn the_plan_is_pure() {
    let manifest = workspace().join("nsfixture-plan/Cargo.toml");
    let text = fs::read_to_string(manifest).expect("a manifest");
    let (_, rest) = text.split_once("[dependencies]\n").expect("dependencies");
    let names = rest.lines().take_while(|line| !line.is_empty() && !line.starts_with('['));
    let names: Vec<&str> = names.filter_map(|line| line.split(['.', ' ']).next()).collect();
    // Of `layout-rs` only the positions are asked for; what it writes files with is not called.
    assert_eq!(
        names,
        ["layout-rs", "serde", "toml"],
        "what else it depends on may touch the system"
    );
    for graph in Graph::all(&Sources::of("nsfixture-plan")) {
        for each in &graph.outside {
            let path: Vec<&str> = each.path.split("::").collect();
            let is_impure = matches!(path[..], ["std", module, ..] if IMPURE.contains(&module));
            // A length of time is a number.
            let is_impure = is_impure && !each.path.starts_with("std::time::Duration");
            let file = graph.file(each.from).display();
            assert!(!is_impure, "{file}:{}: `{}` touches the system", each.line, each.path);
        }
    }
}
