//! `nsfixture list`: the networks that are up.

use std::fmt::Write as _;
use std::process::ExitCode;

use nsfixture::cli;

use crate::say;

/// Lists the networks that you have up, those of tests among them.
///
/// Each line has the process, as `nsfixture exec --net` takes it, the hosts, and the command line.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn main(_: &Args) -> ExitCode {
    let mut lines = String::new();
    for net in cli::running(None) {
        let hosts: Vec<&str> = net.hosts().collect();
        // A String takes whatever is written.
        let _written =
            writeln!(lines, "{:>7}  {}  {}", net.process, hosts.join(","), net.command_line());
    }
    if lines.is_empty() {
        say::say("no network is up");
    }
    say::print(lines.as_bytes())
}
