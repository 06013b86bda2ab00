//! Where the directories of failed tests are.

use std::env;
use std::path::{Path, PathBuf};

use crate::variables;

/// The directory below that of Cargo's output.
const NAME: &str = "nsfixture";

/// Returns the directory in which each failed test gets one: the one that is set, or one in Cargo's target directory, if this
/// program is there. Nothing is ever written next to sources.
pub(super) fn base() -> Option<PathBuf> {
    variables::artifacts_directory().or_else(|| in_target(&env::current_exe().ok()?))
}

/// Returns the directory for a program that Cargo has built: `target/debug/deps/name-0123456789abcdef`.
///
/// Cargo has a directory `.fingerprint` in that of the profile, and in the target directory, if it has created it itself, a
/// file `CACHEDIR.TAG`. With `--target`, the one below, of that name, is a target directory, too.
fn in_target(program: &Path) -> Option<PathBuf> {
    let is_profile = |path: &&Path| path.join(".fingerprint").is_dir();
    let profile = program.ancestors().skip(1).take(3).find(is_profile)?;
    let target = profile.parent()?;
    let outer = target.parent().filter(|outer| outer.join(".rustc_info.json").is_file());
    Some(outer.unwrap_or(target).join(NAME))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[track_caller]
    fn check(files: &[&str], program: &str, expected: Option<&str>) {
        let root = tempfile::tempdir().expect("a temporary directory");
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().expect("it has one")).expect("created");
            fs::write(path, "").expect("written");
        }
        let found = in_target(&root.path().join(program));
        assert_eq!(found, expected.map(|path| root.path().join(path)), "{program}");
    }

    #[test]
    fn it_is_in_the_target_directory() {
        let debug = ["target/.rustc_info.json", "target/debug/.fingerprint/a"];
        check(&debug, "target/debug/deps/t-0", Some("target/nsfixture"));
        check(&debug, "target/debug/t", Some("target/nsfixture"));
        let cross = ["out/.rustc_info.json", "out/x86_64/release/.fingerprint/a"];
        check(&cross, "out/x86_64/release/deps/t-0", Some("out/nsfixture"));
        // A target directory that was there before, and `--target`.
        check(&cross[1..], "out/x86_64/release/deps/t-0", Some("out/x86_64/nsfixture"));
    }

    #[test]
    fn elsewhere_there_is_none() {
        check(&[], "target/debug/deps/t-0", None);
        check(&["deps/t-0"], "deps/t-0", None);
        check(&[], "t", None);
    }
}
