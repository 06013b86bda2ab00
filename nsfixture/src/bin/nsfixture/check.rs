//! `nsfixture check`: the mistakes in a topology's file.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::{say, topology};

/// Says what is wrong with a topology in a file.
///
/// Every mistake is told with its line and column. Where there is none, nothing is printed.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The topology, a TOML file; `-` is the standard input.
    file: PathBuf,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    match topology::read(&args.file) {
        Ok(_) => ExitCode::SUCCESS,
        Err(trouble) => say::fail(trouble.status(), &trouble),
    }
}
