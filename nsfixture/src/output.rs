//! Lines on the standard error stream, each starting with `nsfixture: `.
//!
//! libtest captures what a test prints with `eprintln!` and shows it only if the test fails. What must
//! always be seen is written to the stream itself.

use std::io::{self, Write as _};

/// Prints a line to the process's standard error stream.
pub(crate) fn print_line(line: &str) {
    // In one write, so that lines of several threads do not mix. If nobody reads the stream, there is
    // nobody to report to.
    let _closed = io::stderr().lock().write_all(format!("nsfixture: {line}\n").as_bytes());
}
