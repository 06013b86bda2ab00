//! A topology in a file. `nsfixture-plan` reports what is wrong with its content.

use std::io;
use std::path::Path;

use nsfixture_plan::FileProblem;

pub(crate) const NO_MANIFEST_DIRECTORY: &str =
    "`CARGO_MANIFEST_DIR` is not set, and `file` paths are relative to it: build with cargo";

pub(crate) const TRACE_NOT_RELATIVE: &str = "its path must be relative to the directory containing `Cargo.toml`, or to the topology file that names it";

pub(crate) fn not_relative(path: &str) -> String {
    format!(
        "{path:?} must be relative to the directory containing `Cargo.toml`, for example `file = \
         \"topologies/two_sites.toml\"`"
    )
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> String {
    format!(
        "cannot read `{}`: {error}; `file` paths are relative to the directory containing \
         `Cargo.toml`",
        path.display()
    )
}

/// Returns a mistake in a file with its place, in the form that compilers use.
pub(crate) fn in_file(path: &str, problem: &FileProblem) -> String {
    format!("{path}:{}:{}: {}", problem.line(), problem.column(), problem.message())
}
