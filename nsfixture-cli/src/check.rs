//! `nsfixture check`: errors in a topology file.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::{output, topology};

/// Check a topology file for errors
///
/// Each error is printed with its line and column. Without errors nothing is printed.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The topology, a TOML file; `-` for stdin
    file: PathBuf,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    match topology::read(&args.file) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => output::fail(error.status(), &error),
    }
}
