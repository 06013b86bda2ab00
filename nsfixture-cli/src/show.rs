//! `nsfixture show`: a picture of a topology.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::{output, topology};

/// Draw the network of a topology, with all addresses and routes
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The topology, a TOML file; `-` for stdin
    file: PathBuf,
    /// Draw a Mermaid flowchart, for Markdown
    #[arg(long, conflicts_with = "svg")]
    mermaid: bool,
    /// Draw an SVG image
    #[arg(long)]
    svg: bool,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let topology = match topology::read(&args.file) {
        Ok(topology) => topology,
        Err(error) => return output::fail(error.status(), &error),
    };
    let drawn = match args {
        Args { mermaid: true, .. } => topology.to_mermaid(),
        Args { svg: true, .. } => topology.to_svg(),
        _ => topology.to_text(),
    };
    match drawn {
        Ok(picture) => output::print(picture.as_bytes()),
        Err(problems) => {
            output::fail(output::WRONG, format_args!("{}:\n{problems}", args.file.display()))
        }
    }
}
