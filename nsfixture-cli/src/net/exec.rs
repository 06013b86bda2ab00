//! `nsfixture exec`: a program in a host of a network that is up.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode};

use super::running::{self, Running};
use super::{child, shell};
use crate::output::EXIT_STATUS;

/// Run COMMAND, or a shell, in a host of a network that is up
///
/// The network is the one that this runs in; outside of one, the only one that you have up. COMMAND is
/// killed when its network goes down. `nsfixture list` lists the networks.
#[derive(clap::Args)]
#[command(after_long_help = EXIT_STATUS)]
pub(crate) struct Args {
    /// PID of the process (a test binary, too) that owns the network
    #[arg(short, long, value_name = "PID")]
    net: Option<i32>,
    /// The host to run in
    host: String,
    /// The program and its arguments [default: your shell]
    #[arg(trailing_var_arg = true)]
    command: Vec<OsString>,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let net = match running::find(args.net) {
        Ok(net) => net,
        Err(why) => return child::failed(why),
    };
    match net.enter(&args.host) {
        Ok(true) => {}
        Ok(false) => {
            let hosts: Vec<&str> = net.hosts().collect();
            let (host, process) = (&args.host, net.process);
            let hosts = hosts.join(", ");
            return child::failed(format_args!(
                "no host named `{host}` in the network of process {process} (hosts: {hosts})"
            ));
        }
        Err(error) => return child::failed(cannot_enter(&net, &error)),
    }
    let mut words = args.command.iter();
    let mut command = if let Some(program) = words.next() {
        Command::new(program)
    } else {
        let mut command = Command::new(shell::program());
        shell::prompt(&mut command, &args.host);
        command
    };
    let error = command.args(words).exec();
    child::not_started(command.get_program(), &error)
}

fn cannot_enter(net: &Running, error: &io::Error) -> String {
    let process = net.process;
    match error.kind() {
        io::ErrorKind::NotFound => format!("the network of process {process} has just gone down"),
        io::ErrorKind::PermissionDenied => {
            format!("this user may not enter the network of process {process}: {error}")
        }
        _ => format!("cannot enter the network of process {process}: {error}"),
    }
}
