//! `nsfixture run`: any program in its own network.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use nsfixture::Topology;

use super::child::{self, Job};
use super::user::UserArgs;
use crate::output::EXIT_STATUS;
use crate::topology;

/// Run COMMAND, unmodified, in its own network
///
/// COMMAND sees that network in /sys, /proc and /etc/hosts, and none of the machine's. When COMMAND
/// exits, every process it started is killed. Signals are forwarded to it.
///
/// Without options the network is a single host with loopback up. As a cargo runner it isolates test
/// binaries that do not use this crate:
/// CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER="nsfixture run --" cargo test
#[derive(clap::Args)]
#[command(after_long_help = EXIT_STATUS)]
pub(crate) struct Args {
    /// The network, a TOML file; `-` for stdin
    #[arg(short, long, value_name = "FILE")]
    topology: Option<PathBuf>,
    /// The host to run in [default: the first host]
    #[arg(short = 'i', long = "in", value_name = "HOST")]
    host: Option<String>,
    /// Give the host an interface, `eth0`, and a default route
    ///
    /// Its peer is in a second host, `gateway`, which forwards to a third one, `outside`. Many test suites
    /// fail with loopback alone.
    #[arg(short, long, conflicts_with = "topology")]
    nic: bool,
    #[command(flatten)]
    who: UserArgs,
    /// Do not print possible causes after COMMAND fails
    #[arg(short, long)]
    quiet: bool,
    /// The program and its arguments
    #[arg(required = true, trailing_var_arg = true)]
    command: Vec<OsString>,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let topology = match &args.topology {
        None if args.nic => with_interface(),
        None => Topology::new().host("host"),
        Some(file) => match topology::read(file) {
            Ok(topology) => topology,
            Err(error) => return child::failed(&error),
        },
    };
    let host = args.host.as_deref();
    let job = Job { topology: &topology, replayed: None, host, who: &args.who, quiet: args.quiet };
    child::run(&job, |_, node| {
        let mut command = node.command(&args.command[0]);
        command.args(&args.command[1..]);
        command
    })
}

/// A host has a default route only where a router has something behind it.
fn with_interface() -> Topology {
    Topology::new().link(("host", "gateway")).link(("gateway", "outside")).router("gateway")
}
