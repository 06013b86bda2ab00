//! Where the files of a failed test are, and how they get there.

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

use super::name;
use crate::variables;

/// A file, with its path in the directory.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) content: Vec<u8>,
}

/// Writes the files of a test that has failed into its directory, in place of those of an earlier run, and returns where they
/// are. What is there is whole: they appear together.
///
/// Returns `None` if there is no directory for them.
///
/// # Errors
/// Returns the directory, and why it cannot be written.
pub(crate) fn write(test: &str, files: &[File]) -> Result<Option<PathBuf>, (PathBuf, io::Error)> {
    let Some(base) = base() else { return Ok(None) };
    let directory = base.join(format!("{}{}", name::of_test(test), attempt()));
    match replace(&base, &directory, files) {
        Ok(()) => Ok(Some(directory.canonicalize().unwrap_or(directory))),
        Err(error) => Err((directory, error)),
    }
}

fn replace(base: &Path, directory: &Path, files: &[File]) -> io::Result<()> {
    fs::create_dir_all(base)?;
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    let aside = |what: &str| base.join(format!(".{name}.{what}.{}", process::id()));
    let (new, old) = (aside("new"), aside("old"));
    let written = write_all(&new, files).and_then(|()| {
        match fs::rename(directory, &old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::rename(&new, directory)
    });
    for left in [new, old] {
        match fs::remove_dir_all(left) {
            // It was never there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed?,
        }
    }
    written
}

fn write_all(directory: &Path, files: &[File]) -> io::Result<()> {
    fs::create_dir(directory)?;
    for File { path, content } in files {
        let path = directory.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    Ok(())
}

/// Returns the directory of all tests: the one that is set, or one in the target directory, if the binary is where Cargo
/// puts those of tests.
fn base() -> Option<PathBuf> {
    if let Some(set) = variables::artifacts_directory() {
        return Some(set);
    }
    let binary = env::current_exe().ok()?;
    // `target/debug/deps/name-0123456789abcdef`
    let deps = binary.ancestors().find(|path| path.ends_with("deps"))?;
    Some(deps.parent()?.parent()?.join("nsfixture"))
}

/// Returns what tells attempts of nextest apart: nothing for the first one.
fn attempt() -> String {
    match env::var("NEXTEST_ATTEMPT") {
        Ok(number) if number != "1" && number.parse::<u32>().is_ok() => format!(".{number}"),
        _ => String::new(),
    }
}
