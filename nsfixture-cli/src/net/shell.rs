//! `nsfixture shell`: a shell in a host of a network.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use nsfixture::Net;

use super::child::{self, Job};
use super::user::UserArgs;
use crate::output::EXIT_STATUS;
use crate::topology;

/// Start your shell in a host of a new network
///
/// In it, and in other terminals while it runs, `nsfixture exec HOST COMMAND` runs a command in any
/// host, and `nsfixture exec HOST` starts another shell there. When the first shell exits, the network
/// goes down, and every process in it is killed.
#[derive(clap::Args)]
#[command(after_long_help = EXIT_STATUS)]
pub(crate) struct Args {
    /// The network, a TOML file
    file: PathBuf,
    /// The host to start in [default: the first host]
    host: Option<String>,
    #[command(flatten)]
    who: UserArgs,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let topology = match topology::read(&args.file) {
        Ok(topology) => topology,
        Err(error) => return child::failed(&error),
    };
    let host = args.host.as_deref();
    let job = Job { topology: &topology, replayed: None, host, who: &args.who, quiet: true };
    child::run(&job, |net, node| {
        if io::stdin().is_terminal() {
            introduce(net, node.name());
        }
        let mut command = node.command(program());
        prompt(&mut command, node.name());
        command
    })
}

fn introduce(net: &Net, host: &str) {
    let another = net.nodes().map(|node| node.name().to_owned()).find(|name| name != host);
    eprintln!("{net}\n\nYou are in `{host}`. Exiting this shell takes the network down.");
    if let Some(another) = another {
        eprintln!(
            "`nsfixture exec {another} COMMAND` runs a command in `{another}`, here and in other \
             terminals;\n`nsfixture exec {another}` starts a shell there."
        );
    }
}

/// Returns the user's shell.
pub(crate) fn program() -> OsString {
    env::var_os("SHELL").filter(|shell| !shell.is_empty()).unwrap_or_else(|| "/bin/sh".into())
}

/// Puts the host's name into a shell's prompt, unless the shell's own files override it. Many of those
/// show the host name, which is that of the host, too.
pub(crate) fn prompt(command: &mut Command, host: &str) {
    command.env("PS1", format!("{host}# "));
}
