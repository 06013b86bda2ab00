//! `nsfixture link`: links and LANs of a network that is up, down and up again.

use std::io;
use std::process::ExitCode;

use super::action::Action;
use super::child;
use super::control::Request;
use super::running::{self, Running};
use crate::output::EXIT_STATUS;

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
    let net = match running::find(args.net) {
        Ok(net) => net,
        Err(why) => return child::failed(why),
    };
    let request = Request { action: args.action, name: args.name.clone() };
    match request.send(&net.root()) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(wrong)) => child::failed(wrong),
        Err(error) => child::failed(not_sent(&net, &error)),
    }
}

fn not_sent(net: &Running, error: &io::Error) -> String {
    let process = net.process;
    match error.kind() {
        io::ErrorKind::NotFound => format!(
            "the network of process {process} is not one of `nsfixture run` or `nsfixture shell`: only the \
             process itself can change its links"
        ),
        io::ErrorKind::PermissionDenied => {
            format!("this user may not change the network of process {process}: {error}")
        }
        _ => format!("cannot change the network of process {process}: {error}"),
    }
}
