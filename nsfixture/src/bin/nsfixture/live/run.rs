//! `nsfixture run`: any program in a network of its own.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use nsfixture::Topology;

use super::child::{self, Story};
use super::user::Who;
use crate::say::EXIT_STATUS;
use crate::topology;

/// Runs COMMAND, unmodified, in a network of its own.
///
/// COMMAND sees that network in /sys, /proc and /etc/hosts, and nothing of the machine's. When it has
/// ended, everything that it has started is ended, too. Signals are passed on to it.
///
/// Without options the network is a lone host, with loopback up. As a runner of cargo's it isolates
/// test binaries that know nothing of it:
/// CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER="nsfixture run --" cargo test
#[derive(clap::Args)]
#[command(after_long_help = EXIT_STATUS)]
pub(crate) struct Args {
    /// The network, a TOML file; `-` is the standard input.
    #[arg(short, long, value_name = "FILE")]
    topology: Option<PathBuf>,
    /// The host that COMMAND runs in; otherwise the first that the network has.
    #[arg(short = 'i', long = "in", value_name = "HOST")]
    host: Option<String>,
    /// Gives the host an interface, `eth0`, and a default route.
    ///
    /// The other end is up in a second host, `gateway`, which forwards to a third, `outside`: many
    /// suites fail with loopback alone.
    #[arg(short, long, conflicts_with = "topology")]
    nic: bool,
    #[command(flatten)]
    who: Who,
    /// Says nothing of what the machine keeps from COMMAND when that has failed.
    #[arg(short, long)]
    quiet: bool,
    /// The program, and its arguments.
    #[arg(required = true, trailing_var_arg = true)]
    command: Vec<OsString>,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let topology = match &args.topology {
        None if args.nic => with_interface(),
        None => Topology::new().host("host"),
        Some(file) => match topology::read(file) {
            Ok(topology) => topology,
            Err(trouble) => return child::failed(&trouble),
        },
    };
    let host = args.host.as_deref();
    let story = Story { topology: &topology, host, who: &args.who, quiet: args.quiet };
    child::run(&story, |_, node| {
        let mut command = node.command(&args.command[0]);
        command.args(&args.command[1..]);
        command
    })
}

/// A host has a default route only where a router has something behind it.
fn with_interface() -> Topology {
    Topology::new().link(("host", "gateway")).link(("gateway", "outside")).router("gateway")
}
