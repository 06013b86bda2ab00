//! Combinations that the compiler rejects: `refused` has a test of each kind and the message about it.
//! `NSFIXTURE_BLESS=1` writes the messages.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use nsfixture_combinations::{bless_or_compare, head};

/// Checks the line, the column and the message of each.
#[test]
fn mistakes_are_reported_at_their_tokens() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir(here.join("refused")).expect("the tests") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|kind| kind == "rs") {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            said.insert(name, String::new());
        }
    }
    assert!(said.len() >= 15, "only {} tests", said.len());
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--tests", "--keep-going", "--message-format=short"])
        .args(["--features", "refused", "--target-dir"])
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a directory"))
        .current_dir(here)
        .output()
        .expect("cargo");
    let all = String::from_utf8_lossy(&output.stderr);
    for line in all.lines() {
        let Some((name, error)) =
            line.rsplit_once("refused/").and_then(|(_, l)| l.split_once(".rs:"))
        else {
            continue;
        };
        // Of the crate, which has no documentation.
        if error.starts_with("1:1: warning") {
            continue;
        }
        let errors = said.get_mut(name).unwrap_or_else(|| panic!("an unknown test: {line}"));
        writeln!(errors, "{error}").expect("memory");
    }
    let mut table = String::from("| refused | because |\n|---|---|\n");
    for (name, errors) in said {
        assert!(!errors.is_empty(), "`{name}` has no errors: {all}");
        let path = here.join(format!("refused/{name}.stderr"));
        if env::var_os("NSFIXTURE_BLESS").is_some() {
            fs::write(&path, &errors).expect("the errors are writable");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(errors, expected, "{name}: if this is meant, run again with NSFIXTURE_BLESS=1");
        let source = fs::read_to_string(path.with_extension("rs")).expect("a test");
        let test = source.find("\n\n").expect("imports");
        let (_, why) =
            errors.lines().next().and_then(|line| line.split_once(": error")).expect("why");
        let (_, why) = why.split_once(": ").expect("a message");
        writeln!(table, "| `{}` | {why} |", head(&source[test..])).expect("memory");
    }
    bless_or_compare(&table, "refused.md", include_str!("../../../nsfixture/docs/refused.md"));
}
