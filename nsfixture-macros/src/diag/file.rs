//! A topology in a file. What is wrong in it is said by `nsfixture-plan`.

use std::io;
use std::path::Path;

use nsfixture_plan::FileProblem;

pub(crate) const NO_MANIFEST_DIRECTORY: &str =
    "`CARGO_MANIFEST_DIR` is not set, and the path of a file begins there: compile with cargo";

pub(crate) fn no_path_from_manifest(path: &str) -> String {
    format!(
        "{path:?} is no path relative to the directory of the crate's `Cargo.toml`: write, say, \
         `file = \"topologies/two_sites.toml\"`"
    )
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> String {
    format!(
        "cannot read `{}`: {error}; a path begins at the directory of the crate's `Cargo.toml`",
        path.display()
    )
}

/// As compilers write a place.
pub(crate) fn in_file(path: &str, problem: &FileProblem) -> String {
    format!("{path}:{}:{}: {}", problem.line(), problem.column(), problem.message())
}
