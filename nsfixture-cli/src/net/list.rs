//! `nsfixture list`: the networks that are up.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::running;
use crate::output;

/// List your networks that are up, including those of tests
///
/// Each line has the PID for `nsfixture exec --net`, the hosts, and the command line.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn main(_: &Args) -> ExitCode {
    let mut lines = String::new();
    for net in running::all(None) {
        let hosts: Vec<&str> = net.hosts().collect();
        // Writing to a `String` does not fail.
        let _written =
            writeln!(lines, "{:>7}  {}  {}", net.process, hosts.join(","), net.command_line());
    }
    if lines.is_empty() {
        output::print_line("no network is up");
    }
    output::print(lines.as_bytes())
}
