//! How the files of a failed test get into a directory.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io, process};

use super::base::base;
use super::name;
use super::prune::{self, prune};

/// A file, with its path in the directory.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) content: Vec<u8>,
}

/// Writes the files of a test that has failed into a new directory, and returns its path. What is there is whole: the files
/// appear together. Of directories that have been written before, the last ones are kept.
///
/// Returns `None` if there is no directory for them.
///
/// # Errors
/// Returns the directory, and why it cannot be written.
pub(crate) fn write(test: &str, files: &[File]) -> Result<Option<PathBuf>, (PathBuf, io::Error)> {
    let Some(base) = base() else { return Ok(None) };
    match write_below(&base, &name::of_test(test), files) {
        Ok(directory) => {
            prune(&base);
            Ok(Some(directory.canonicalize().unwrap_or(directory)))
        }
        Err(error) => Err((base, error)),
    }
}

fn write_below(base: &Path, name: &str, files: &[File]) -> io::Result<PathBuf> {
    fs::create_dir_all(base)?;
    let unfinished = create_unfinished(base)?;
    let written = write_all(&unfinished, files).and_then(|()| publish(base, name, &unfinished));
    if written.is_err() {
        // The reason is that of the failure.
        let _kept = fs::remove_dir_all(&unfinished);
    }
    written
}

/// Creates a directory for files that are not complete. A killed process of the same number may have left one.
fn create_unfinished(base: &Path) -> io::Result<PathBuf> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = base.join(format!("{}{}-{number}", prune::UNFINISHED, process::id()));
        match fs::create_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|()| path),
        }
    }
}

/// Gives a directory its name: that of the test, with the first number that is free. Another process may take it first.
fn publish(base: &Path, name: &str, unfinished: &Path) -> io::Result<PathBuf> {
    let mut number = prune::numbers(base, name).max().unwrap_or(0);
    loop {
        number += 1;
        let directory = base.join(format!("{name}-{number}"));
        // A directory replaces only an empty one (rename(2)), and this one has files.
        match fs::rename(unfinished, &directory) {
            Ok(()) => return Ok(directory),
            Err(error) if is_taken(&error) => {}
            Err(error) => return Err(error),
        }
    }
}

fn is_taken(error: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, NotADirectory};
    matches!(error.kind(), AlreadyExists | DirectoryNotEmpty | NotADirectory)
}

fn write_all(directory: &Path, files: &[File]) -> io::Result<()> {
    for File { path, content } in files {
        let path = directory.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifacts::name::REPORT;
    use std::thread;

    fn files() -> [File; 2] {
        let file = |path: &str| File { path: path.to_owned(), content: b"x".to_vec() };
        [file(REPORT), file("hosts/a.txt")]
    }

    #[test]
    fn each_gets_a_directory() {
        let base = tempfile::tempdir().expect("a temporary directory");
        let base = base.path();
        let written = thread::scope(|scope| {
            let write = || {
                let write = || write_below(base, "some.test", &files()).expect("written");
                (0..4).map(|_| write()).collect::<Vec<_>>()
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(write)).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
        });
        let mut written: Vec<PathBuf> = written;
        written.sort();
        written.dedup();
        assert_eq!(written.len(), 32);
        for directory in written {
            assert_eq!(fs::read(directory.join("hosts/a.txt")).expect("it is there"), b"x");
        }
        assert_eq!(fs::read_dir(base).expect("listed").count(), 32, "nothing else is left");
    }

    #[test]
    fn nothing_is_left_of_a_failure() {
        let base = tempfile::tempdir().expect("a temporary directory");
        let not_a_directory = File { path: "report.json/x".to_owned(), content: Vec::new() };
        let [report, _] = files();
        write_below(base.path(), "some.test", &[report, not_a_directory]).expect_err("a file");
        assert_eq!(fs::read_dir(base.path()).expect("listed").count(), 0);
        let file = base.path().join("file");
        fs::write(&file, "").expect("written");
        write_below(&file, "some.test", &files()).expect_err("it is no directory");
    }
}
