//! `nsfixture check`: the mistakes in a topology's file.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use nsfixture::Topology;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The topology, as `Topology::from_toml` reads it.
    file: PathBuf,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let file = args.file.display();
    let text = match fs::read_to_string(&args.file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("nsfixture: {file} cannot be read: {error}");
            return ExitCode::from(2);
        }
    };
    match Topology::from_toml(&text) {
        Ok(_) => ExitCode::SUCCESS,
        Err(problems) => {
            eprintln!("nsfixture: {file}:\n{problems}");
            ExitCode::FAILURE
        }
    }
}
