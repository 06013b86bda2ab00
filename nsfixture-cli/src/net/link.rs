//! `nsfixture link`: links and LANs of a network that is up, down and up again.

use std::process::ExitCode;

use super::action::Action;
use super::control::{self, Request};
use super::running;
use crate::output::{self, EXIT_STATUS, WRONG};

/// Set a link or a LAN of a network down or up, or unplug and plug a cable
///
/// The network is that of a `nsfixture run` or `nsfixture shell`: the one that this runs in; outside of one, the
/// only one that you have up.
#[derive(clap::Args)]
#[command(after_long_help = EXIT_STATUS)]
pub(crate) struct Args {
    /// PID of the process that owns the network
    #[arg(short, long, value_name = "PID")]
    net: Option<i32>,
    /// The link or the LAN, or the cable of one host of a LAN: LAN:HOST
    name: String,
    /// What to do
    #[arg(value_enum)]
    action: Action,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let request = Request::Link { name: args.name.clone(), action: args.action };
    let sent = running::find(args.net).and_then(|net| control::send(&request, &net));
    match sent {
        Ok(_) => ExitCode::SUCCESS,
        Err(why) => output::fail(WRONG, why),
    }
}
