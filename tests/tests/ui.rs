//! Mistakes in the attribute: what the compiler says of each. `TRYBUILD=overwrite` writes anew
//! what it says now.

use std::fs;
use std::path::Path;

#[test]
fn says_what_is_wrong_at_its_token() {
    lend_files();
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}

/// Puts the files that cases name where the attribute looks for them: beside the manifest of the
/// package that trybuild makes of the cases.
fn lend_files() {
    let name = env!("CARGO_PKG_NAME");
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild").join(name);
    let there = package.join("topologies");
    fs::create_dir_all(&there).expect("the target directory is writable");
    for entry in fs::read_dir("ui/topologies").expect("the files of the cases") {
        let file = entry.expect("an entry");
        fs::copy(file.path(), there.join(file.file_name())).expect("a file can be copied");
    }
}
