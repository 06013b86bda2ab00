//! Mistakes in the attribute: what the compiler says of each. `TRYBUILD=overwrite` writes anew
//! what it says now.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn says_what_is_wrong_at_its_token() {
    let target = target_directory();
    lend_files(&target);
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
    // A path in the message, which is the same everywhere only inside of the workspace.
    if target.starts_with(workspace()) {
        cases.compile_fail("ui/in_workspace/*.rs");
    }
}

/// What the compiler alone can find, in the expansion. trybuild does not see it, for it compiles
/// no tests.
#[test]
fn shows_another_type_at_its_token() {
    let package = target_directory().join("tests/mistyped");
    fs::create_dir_all(&package).expect("the target directory is writable");
    let manifest = format!(
        "package = {{ name = 'mistyped', edition = '2024' }}\nlib.path = '{}'\nworkspace = {{}}\n\
         dependencies.nsfixture.path = '{}'\n",
        workspace().join("tests/ui/mistyped/lib.rs").display(),
        workspace().join("nsfixture").display(),
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace().join("Cargo.lock"), package.join("Cargo.lock")).expect("a lock file");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--tests", "--message-format=short", "--target-dir=target"])
        .current_dir(&package)
        .output()
        .expect("cargo");
    let said = String::from_utf8_lossy(&output.stderr);
    // What follows the number differs from compiler to compiler.
    let errors = said.lines().filter_map(|line| line.split_once("lib.rs:"));
    let mut places: Vec<&str> = errors.filter_map(|(_, at)| Some(at.split_once(']')?.0)).collect();
    places.sort_unstable(); // as texts
    let expected = [
        "11:38: error[E0308",
        "14:22: error[E0308",
        "17:22: error[E0425",
        "21:23: error[E0277",
        "8:22: error[E0308",
    ];
    assert_eq!(places, expected, "{said}");
}

/// Puts the files that cases name where the attribute looks for them: beside the manifest of the
/// package that trybuild makes of the cases.
fn lend_files(target: &Path) {
    let there = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("topologies");
    fs::create_dir_all(&there).expect("the target directory is writable");
    for entry in fs::read_dir("ui/topologies").expect("the files of the cases") {
        let file = entry.expect("an entry");
        fs::copy(file.path(), there.join(file.file_name())).expect("a file can be copied");
    }
}

fn target_directory() -> PathBuf {
    // Cargo's is `tmp` in it.
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a directory").to_owned()
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}
