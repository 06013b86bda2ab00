//! A topology in a file, read when the test is compiled.

use std::path::{Path, PathBuf};
use std::{env, fs};

use nsfixture_plan::{Fates, Topology};

use crate::diag;

/// The file in the directory of a failed test.
const FATES: &str = "packets.fates";

/// A topology in a file.
pub(super) struct InFile {
    pub(super) topology: Topology,
    /// The traces that it names: each as it is named, and relative to the directory of the crate's manifest.
    pub(super) traces: Vec<(String, String)>,
}

/// Reads the topology in a file. The path is relative to the directory of the crate's manifest.
pub(super) fn topology(path: &str) -> Result<InFile, Vec<String>> {
    let full = full(path).map_err(|error| vec![error])?;
    let text = fs::read_to_string(&full).map_err(|error| vec![diag::unreadable(&full, &error)])?;
    let next_to = |trace: &str| Path::new(path).with_file_name(trace);
    let mut read = |trace: &str| {
        if Path::new(trace).has_root() {
            return Err(diag::trace_not_relative());
        }
        read(&next_to(trace))
    };
    let topology = Topology::from_toml_with(&text, &mut read);
    let in_file = |topology: Topology| {
        let traces = topology.trace_paths().into_iter();
        let traces = traces.map(|trace| (trace.to_owned(), next_to(trace).display().to_string()));
        let traces = traces.collect();
        InFile { topology, traces }
    };
    let wrong = |problems: nsfixture_plan::FileProblems| {
        problems.iter().map(|at| diag::in_file(path, at)).collect()
    };
    topology.map(in_file).map_err(wrong)
}

/// Reads what is to happen to packets by chance, in a file or in the directory of a failed test. Returns the path of the file,
/// which is relative to the directory of the crate's manifest, as the one that is given.
pub(super) fn fates(path: &str) -> Result<(String, Fates), String> {
    let full = full(path).map_err(|_| diag::fates_not_relative(path))?;
    let path = Path::new(path);
    let path = if full.is_dir() { path.join(FATES) } else { path.to_owned() };
    let full = directory()?.join(&path);
    let text = fs::read_to_string(&full).map_err(|error| diag::unreadable_fates(&full, &error))?;
    let path = path.display().to_string();
    let fates = text.parse().map_err(|error| diag::no_fates(&path, &error))?;
    Ok((path, fates))
}

/// Reads a trace. The path is relative to the directory of the crate's manifest.
pub(super) fn trace(path: &str) -> Result<String, String> {
    if path.is_empty() || Path::new(path).has_root() {
        return Err(diag::trace_not_relative());
    }
    read(Path::new(path))
}

fn read(path: &Path) -> Result<String, String> {
    let full = directory()?.join(path);
    fs::read_to_string(full).map_err(|error| diag::unreadable_trace(&error))
}

fn full(path: &str) -> Result<PathBuf, String> {
    let directory = directory()?;
    if path.is_empty() || Path::new(path).has_root() {
        return Err(diag::not_relative(path));
    }
    Ok(directory.join(path))
}

/// Returns the directory that paths are relative to: `include_str!` in the expansion uses the same.
fn directory() -> Result<PathBuf, String> {
    let directory = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    directory.ok_or_else(|| diag::NO_MANIFEST_DIRECTORY.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Result<&[&str], &[&str]>) {
        let found = topology(path);
        let found = found.as_ref().map(|found| found.topology.hosts().collect::<Vec<_>>());
        match (&found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{path}"),
            (Err(found), Err(expected)) => {
                assert_eq!(found.len(), expected.len(), "{path}: {found:#?}");
                for (found, expected) in found.iter().zip(expected) {
                    assert!(found.contains(expected), "{path}: {found}");
                }
            }
            _ => panic!("{path}: {found:?}"),
        }
    }

    #[test]
    fn reads_files_relative_to_the_manifest() {
        check("tests/topologies/pair.toml", Ok(&["client", "server"]));
        check("./tests/../tests/topologies/pair.toml", Ok(&["client", "server"]));
        let here = env!("CARGO_MANIFEST_DIR");
        check("none.toml", Err(&[&format!("`{here}/none.toml`: No such file or directory")]));
        check("tests", Err(&["Is a directory"]));
        check("", Err(&["relative"]));
        check("/etc/passwd", Err(&["relative"]));
    }

    #[test]
    fn reports_the_places_of_mistakes() {
        let path = "tests/topologies/mistaken.toml";
        let at = |place: &str| format!("{path}:{place}: ");
        check(path, Err(&[&at("3:1"), &at("4:11"), &at("4:31")]));
    }
}
