//! `nsfixture show`: a picture of a topology.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::{say, topology};

/// Draws the network of a topology, with all addresses and routes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The topology, a TOML file; `-` is the standard input.
    file: PathBuf,
    /// Draws a Mermaid flowchart, as Markdown can hold it.
    #[arg(long, conflicts_with = "svg")]
    mermaid: bool,
    /// Draws an SVG picture.
    #[arg(long)]
    svg: bool,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let topology = match topology::read(&args.file) {
        Ok(topology) => topology,
        Err(trouble) => return say::fail(trouble.status(), &trouble),
    };
    let drawn = match args {
        Args { mermaid: true, .. } => topology.to_mermaid(),
        Args { svg: true, .. } => topology.to_svg(),
        _ => topology.to_text(),
    };
    match drawn {
        Ok(picture) => say::print(picture.as_bytes()),
        Err(problems) => {
            say::fail(say::WRONG, format_args!("{}:\n{problems}", args.file.display()))
        }
    }
}
