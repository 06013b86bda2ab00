//! The subcommand.

use std::path::Path;
use std::process::ExitCode;

use nsfixture::Faults;

use super::action::FaultAction;
use super::{counters, table};
use crate::net::control::{self, Answer, Request};
use crate::net::running;
use crate::output::{self, EXIT_STATUS, USAGE, WRONG};
use crate::topology;

/// Set faults of cables of a network that is up, and partition its hosts
///
/// The network is that of a `nsfixture run` or `nsfixture shell`: the one that this runs in; outside of one, the
/// only one that you have up. A cable can be impaired if it has a fault in the topology, or if `faults = true` is
/// set for its link or LAN, or for the whole topology.
#[derive(clap::Args)]
#[command(after_long_help = EXIT_STATUS)]
pub(crate) struct Args {
    /// PID of the process that owns the network
    #[arg(short, long, value_name = "PID", global = true)]
    net: Option<i32>,
    /// What to do
    #[command(subcommand)]
    action: FaultAction,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    if let FaultAction::Set { faults, .. } = &args.action
        && let Err(why) = check(faults)
    {
        return output::fail(USAGE, why);
    }
    let request = Request::Fault(args.action.clone().with_absolute_paths());
    let sent = running::find(args.net).and_then(|net| control::send(&request, &net));
    match (sent, &args.action) {
        (Err(why), _) => output::fail(WRONG, why),
        (Ok(Answer::Done), _) => ExitCode::SUCCESS,
        (Ok(Answer::Counters(counters)), FaultAction::Counters { json: true, .. }) => {
            output::print(counters::json(&counters).as_bytes())
        }
        (Ok(Answer::Counters(counters)), _) if counters.is_empty() => {
            output::print_line(
                "no cable of this network can be impaired: add `faults = true` to its topology",
            );
            ExitCode::SUCCESS
        }
        (Ok(Answer::Counters(counters)), _) => output::print(table::table(&counters).as_bytes()),
    }
}

/// Checks faults before the network is looked for, which checks them again.
fn check(faults: &[String]) -> Result<(), String> {
    let direction =
        |word: &&String| ["from", "to"].iter().any(|name| word.split('=').next() == Some(name));
    if let Some(word) = faults.iter().find(direction) {
        let name = word.split('=').next().unwrap_or(word);
        return Err(format!("`{name}` is an option: write `--{name} HOST`"));
    }
    let mut faults = Faults::from_words(faults)?;
    faults.read_trace(&mut |path| topology::read_trace(Path::new(path)));
    faults.check_link(None, false).map(drop).map_err(|problems| problems.to_string())
}
