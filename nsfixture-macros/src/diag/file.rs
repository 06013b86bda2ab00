//! A topology in a file. `nsfixture-plan` reports what is wrong with its content.

use std::io;
use std::path::Path;

use nsfixture_plan::{FatesError, FileProblem};

pub(crate) const NO_MANIFEST_DIRECTORY: &str =
    "`CARGO_MANIFEST_DIR` is not set, and `file` paths are relative to it: build with cargo";

/// What the path of a trace is relative to.
const BASE: &str =
    "to the directory containing `Cargo.toml`, or to the topology file that names it";

pub(crate) fn unreadable_trace(error: &io::Error) -> String {
    format!("{error}; its path is relative {BASE}")
}

pub(crate) fn trace_not_relative() -> String {
    format!("its path must be relative {BASE}")
}

pub(crate) fn not_relative(path: &str) -> String {
    format!(
        "{path:?} must be relative to the directory containing `Cargo.toml`, for example `file = \
         \"topologies/two_sites.toml\"`"
    )
}

pub(crate) fn fates_not_relative(path: &str) -> String {
    format!(
        "{path:?} must be relative to the directory containing `Cargo.toml`, for example `replay = \
         \"tests/fates/lossy.fates\"`"
    )
}

pub(crate) fn unreadable_fates(path: &Path, error: &io::Error) -> String {
    format!(
        "cannot read `{}`: {error}; `replay` paths are relative to the directory containing \
         `Cargo.toml`, and name a file of fates or the directory of a failed test",
        path.display()
    )
}

pub(crate) fn no_fates(path: &str, error: &FatesError) -> String {
    format!("`{path}`: {error}")
}

pub(crate) fn other_fates(path: &str, misfits: &[String]) -> String {
    format!("`{path}` has the fates of another network: {}", misfits.join("; "))
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
