//! Mistakes in the attribute, with the compiler's message about each. `TRYBUILD=overwrite` writes
//! the messages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn mistakes_are_reported_at_their_tokens() {
    let target = target_directory();
    copy_files(&target);
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
    // The path in the message is the same everywhere only inside the workspace.
    if target.starts_with(workspace()) {
        cases.compile_fail("ui/in_workspace/*.rs");
    }
}

/// Mistakes that only the compiler can find, in the expansion. trybuild does not see them, because it
/// compiles no tests.
#[test]
fn type_errors_are_reported_at_their_tokens() {
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
    let stderr = String::from_utf8_lossy(&output.stderr);
    // The text after the number depends on the compiler.
    let errors = stderr.lines().filter_map(|line| line.split_once("lib.rs:"));
    let mut places: Vec<&str> = errors.filter_map(|(_, at)| Some(at.split_once(']')?.0)).collect();
    places.sort_unstable(); // as texts
    let expected = [
        "11:38: error[E0308",
        "14:22: error[E0308",
        "17:22: error[E0425",
        "21:23: error[E0277",
        "8:22: error[E0308",
    ];
    assert_eq!(places, expected, "{stderr}");
}

/// Copies the files that cases name to where the attribute looks for them: the package that trybuild
/// makes of the cases.
fn copy_files(target: &Path) {
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
