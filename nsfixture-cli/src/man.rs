//! `nsfixture man`: the manual pages.

use std::io;
use std::process::ExitCode;

use clap_mangen::Man;

use crate::output;

/// Print a manual page: `nsfixture man | man -l -`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The command to print the page of, such as `run` or `fault set`
    command: Vec<String>,
}

pub(crate) fn main(args: &Args, mut command: clap::Command) -> ExitCode {
    command.build();
    let mut page = &command;
    for name in &args.command {
        let Some(found) = page.find_subcommand(name) else {
            let known: Vec<&str> = page.get_subcommands().map(clap::Command::get_name).collect();
            let expected = match &known[..] {
                [] => "it has no commands".to_owned(),
                known => format!("expected one of: {}", known.join(", ")),
            };
            return output::fail(
                output::USAGE,
                format_args!("unknown command `{name}`; {expected}"),
            );
        };
        page = found;
    }
    // A page's title has a dash where the command has a space.
    let title = page.get_bin_name().unwrap_or("nsfixture").replace(' ', "-");
    let mut text = Vec::new();
    let source = concat!("nsfixture ", env!("CARGO_PKG_VERSION"));
    match Man::new(page.clone()).title(title).source(source).render(&mut text) {
        Ok(()) => output::print(&text),
        Err(error) => refused(&error),
    }
}

fn refused(error: &io::Error) -> ExitCode {
    output::fail(output::USAGE, format_args!("cannot render the manual page: {error}"))
}
