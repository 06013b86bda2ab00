//! A topology in a file, read when the test is compiled.

use std::path::Path;
use std::{env, fs};

use nsfixture_plan::Topology;

use crate::diag;

/// Reads the topology in a file. The path is relative to the directory of the crate's manifest.
pub(super) fn topology(path: &str) -> Result<Topology, Vec<String>> {
    // `include_str!` in the expansion uses the same directory.
    let Some(directory) = env::var_os("CARGO_MANIFEST_DIR") else {
        return Err(vec![diag::NO_MANIFEST_DIRECTORY.to_owned()]);
    };
    if path.is_empty() || Path::new(path).has_root() {
        return Err(vec![diag::not_relative(path)]);
    }
    let full = Path::new(&directory).join(path);
    let text = fs::read_to_string(&full).map_err(|error| vec![diag::unreadable(&full, &error)])?;
    let topology = Topology::from_toml(&text);
    topology.map_err(|problems| problems.iter().map(|at| diag::in_file(path, at)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Result<&[&str], &[&str]>) {
        let found = topology(path);
        let found = found.as_ref().map(|found| found.hosts().collect::<Vec<_>>());
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
