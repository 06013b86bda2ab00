//! `nsfixture completions`: what a shell needs to complete the command's arguments.

use std::process::ExitCode;

use clap_complete::Shell;

use crate::output;

/// Print a script that lets a shell complete the arguments.
///
/// For bash: `nsfixture completions bash >~/.local/share/bash-completion/completions/nsfixture`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

pub(crate) fn main(args: &Args, mut command: clap::Command) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "nsfixture", &mut script);
    output::print(&script)
}
