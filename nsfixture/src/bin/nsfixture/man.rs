//! `nsfixture man`: the manual pages.

use std::io;
use std::process::ExitCode;

use clap_mangen::Man;

use crate::say;

/// Prints a manual page: `nsfixture man | man -l -`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The page of one of the commands, such as `run`.
    command: Option<String>,
}

pub(crate) fn main(args: &Args, mut command: clap::Command) -> ExitCode {
    command.build();
    let page = match &args.command {
        None => Some(&command),
        Some(name) => command.find_subcommand(name),
    };
    let Some(page) = page else {
        let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let name = args.command.as_deref().unwrap_or_default();
        let text = format_args!("`{name}` is none of the commands: {}", known.join(", "));
        return say::fail(say::USAGE, text);
    };
    // A page's title has a dash where the command has a blank.
    let title = page.get_bin_name().unwrap_or("nsfixture").replace(' ', "-");
    let mut text = Vec::new();
    let source = concat!("nsfixture ", env!("CARGO_PKG_VERSION"));
    match Man::new(page.clone()).title(title).source(source).render(&mut text) {
        Ok(()) => say::print(&text),
        Err(error) => refused(&error),
    }
}

fn refused(error: &io::Error) -> ExitCode {
    say::fail(say::USAGE, format_args!("the manual page cannot be made: {error}"))
}
