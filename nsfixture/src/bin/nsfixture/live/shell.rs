//! `nsfixture shell`: a shell in a host of a network.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use nsfixture::Net;

use super::child::{self, Story};
use super::user::Who;
use crate::say::EXIT_STATUS;
use crate::topology;

/// Brings a network up and starts your shell in one of its hosts.
///
/// In it, and in other terminals as long as it lives, `nsfixture exec HOST COMMAND` runs a command in
/// any of the hosts, and `nsfixture exec HOST` starts another shell there. When the first shell
/// ends, the network goes down, and everything in it is ended.
#[derive(clap::Args)]
#[command(after_long_help = EXIT_STATUS)]
pub(crate) struct Args {
    /// The network, a TOML file.
    file: PathBuf,
    /// The host that the shell starts in; otherwise the first that the network has.
    host: Option<String>,
    #[command(flatten)]
    who: Who,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let topology = match topology::read(&args.file) {
        Ok(topology) => topology,
        Err(trouble) => return child::failed(&trouble),
    };
    let host = args.host.as_deref();
    let story = Story { topology: &topology, host, who: &args.who, quiet: true };
    child::run(&story, |net, node| {
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
    eprintln!("{net}\n\nThis is `{host}`; when its shell ends, the network goes down.");
    if let Some(another) = another {
        eprintln!(
            "`nsfixture exec {another} COMMAND` runs a command in `{another}`, here and in other \
             terminals;\n`nsfixture exec {another}` is a shell there."
        );
    }
}

/// The user's shell.
pub(crate) fn program() -> OsString {
    env::var_os("SHELL").filter(|shell| !shell.is_empty()).unwrap_or_else(|| "/bin/sh".into())
}

/// Has a shell's prompt name the host, unless its own files do otherwise: many have it name the
/// machine, which is the host, too.
pub(crate) fn prompt(command: &mut Command, host: &str) {
    command.env("PS1", format!("{host}# "));
}
