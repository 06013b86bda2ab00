//! Removing old directories, so that they do not fill the disk.

use std::fs::{self, DirEntry, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::name::REPORT;

/// The most directories that are kept.
const KEPT: usize = 50;

/// What the names of directories begin with that are being written or removed.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// After this time, a process that was writing a directory has ended.
const ABANDONED: Duration = Duration::from_secs(600);

/// Removes the oldest directories of tests, and those that a killed process has left unfinished. Everything else that is
/// there stays. What cannot be removed stays, too: the next test tries again.
pub(super) fn prune(base: &Path) {
    let mut found: Vec<(SystemTime, PathBuf)> =
        entries(base).filter(|(path, _)| is_of_test(path)).map(with_time).collect();
    found.sort();
    let old = found.len().saturating_sub(KEPT);
    for (_, path) in &found[..old] {
        remove(base, path);
    }
    let now = SystemTime::now();
    let is_old = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > ABANDONED);
    for (path, metadata) in entries(base).filter(|(path, _)| is_unfinished(path)) {
        if metadata.modified().is_ok_and(is_old) {
            let _kept = fs::remove_dir_all(path);
        }
    }
}

/// Removes a directory, no part of which is seen in the meantime.
fn remove(base: &Path, path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = base.join(format!("{UNFINISHED}{name}"));
    // Another process may be removing it.
    if fs::rename(path, &aside).is_ok() {
        let _kept = fs::remove_dir_all(aside);
    }
}

/// Returns the numbers of the directories of a test.
pub(super) fn numbers(base: &Path, name: &str) -> impl Iterator<Item = u64> {
    entries(base).filter_map(move |(path, _)| {
        let (of, number) = split(&path)?;
        (of == name).then_some(number)
    })
}

/// Returns true if it is the directory of a failed test.
fn is_of_test(path: &Path) -> bool {
    split(path).is_some() && path.join(REPORT).is_file()
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
}

/// Splits the name of a directory into that of the test and its number.
fn split(path: &Path) -> Option<(&str, u64)> {
    let (name, number) = path.file_name()?.to_str()?.rsplit_once('-')?;
    (!name.starts_with('.')).then_some((name, number.parse().ok()?))
}

/// Returns the directories in a directory. Symbolic links are none.
fn entries(base: &Path) -> impl Iterator<Item = (PathBuf, Metadata)> + use<> {
    let with_metadata = |entry: DirEntry| Some((entry.path(), entry.metadata().ok()?));
    let all = fs::read_dir(base).into_iter().flatten().flatten().filter_map(with_metadata);
    all.filter(|(_, metadata)| metadata.is_dir())
}

fn with_time((path, metadata): (PathBuf, Metadata)) -> (SystemTime, PathBuf) {
    (metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH), path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    #[track_caller]
    fn create(base: &Path, name: &str, age: u64) {
        let directory = base.join(name);
        fs::create_dir(&directory).expect("created");
        fs::write(directory.join(REPORT), "{}").expect("written");
        let time = SystemTime::now() - Duration::from_secs(age);
        File::open(directory).expect("opened").set_modified(time).expect("its owner may");
    }

    #[test]
    fn the_last_ones_are_kept() {
        let base = tempfile::tempdir().expect("a temporary directory");
        let base = base.path();
        for number in 0..KEPT as u64 + 10 {
            create(base, &format!("t-{number}"), number);
        }
        for other in ["mine", ".unfinished-1-1", "x-y"] {
            create(base, other, 500);
        }
        fs::create_dir(base.join("empty-1")).expect("created");
        create(base, ".unfinished-1-2", 10_000);
        prune(base);
        let mut numbers: Vec<u64> = numbers(base, "t").collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..KEPT as u64).collect::<Vec<_>>());
        for other in ["mine", ".unfinished-1-1", "x-y", "empty-1"] {
            assert!(base.join(other).exists(), "{other}");
        }
        assert!(!base.join(".unfinished-1-2").exists());
    }

    #[test]
    fn a_name_has_a_number() {
        assert_eq!(split(Path::new("/t/krate.a-b-12")), Some(("krate.a-b", 12)));
        for other in ["krate.a", "krate.a-", "krate-x", ".unfinished-1-2"] {
            assert_eq!(split(Path::new(other)), None, "{other}");
        }
    }
}
