//! A topology in a file.

use std::fmt;
use std::fs;
use std::path::Path;

use nsfixture::{FileProblems, Topology};

use crate::output::{USAGE, WRONG};

/// Why there is no topology.
pub(crate) struct LoadError {
    text: String,
    status: u8,
}

impl LoadError {
    /// The exit status for it, of those commands that run no other.
    pub(crate) fn status(&self) -> u8 {
        self.status
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads a topology from a file, or from the standard input stream if that is `-`.
pub(crate) fn read(file: &Path) -> Result<Topology, LoadError> {
    let is_input = file == Path::new("-");
    let read =
        if is_input { std::io::read_to_string(std::io::stdin()) } else { fs::read_to_string(file) };
    let name = if is_input { "the standard input".into() } else { file.display().to_string() };
    let text = read.map_err(|error| LoadError {
        text: format!("{name} cannot be read: {error}"),
        status: USAGE,
    })?;
    let wrong =
        |problems: FileProblems| LoadError { text: format!("{name}:\n{problems}"), status: WRONG };
    // Traces are relative to the file that names them.
    let directory = if is_input { Path::new("") } else { file.parent().unwrap_or(Path::new("")) };
    let mut trace = |path: &str| read_trace(&directory.join(path));
    Topology::from_toml_with(&text, &mut trace).map_err(wrong)
}

/// Returns the text of a trace, or why it cannot be read.
pub(crate) fn read_trace(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{error} (`{}`)", path.display()))
}
