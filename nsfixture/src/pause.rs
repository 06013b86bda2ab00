//! Keeping the network of a failed test up, for somebody who wants to look into it.

use std::process;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::kernel::terminal;
use crate::net::Net;
use crate::output::print_line;
use crate::spec::TestSpec;
use crate::variables;

/// One test at a time.
static PAUSED: Mutex<()> = Mutex::new(());

/// Waits, if `NSFIXTURE_PAUSE` is set, until somebody presses Enter, or as long as the test might have taken. Prints how to get
/// into the hosts.
pub(crate) fn pause(spec: &TestSpec, net: &Net, limit: Option<Duration>) {
    if !variables::is_paused() {
        return;
    }
    let is_watched = terminal::is_there();
    if !is_watched && limit.is_none() {
        print_line(&format!(
            "note: NSFIXTURE_PAUSE has no effect on `{}`: the standard input is not a terminal, and without a timeout \
             the pause would not end; set NSFIXTURE_TIMEOUT",
            spec.name
        ));
        return;
    }
    let _alone = PAUSED.lock().unwrap_or_else(PoisonError::into_inner);
    print_line(&format!("`{}` has failed; its network stays up:", spec.name));
    for line in commands(net) {
        print_line(&format!("  {line}"));
    }
    print_line(&format!("{} ends the pause", ends(is_watched, limit)));
    let deadline = limit.map(|limit| Instant::now() + limit);
    match deadline {
        Some(deadline) if !is_watched => terminal::wait_until(deadline),
        deadline => terminal::wait_for_line(deadline),
    }
}

/// Returns the command that starts a shell in each host.
fn commands(net: &Net) -> Vec<String> {
    let process = process::id();
    let names = net.network().plan.nodes.iter().map(|node| node.name.as_str());
    names.map(|name| format!("nsfixture exec --net {process} {name}")).collect()
}

fn ends(is_watched: bool, limit: Option<Duration>) -> String {
    match (is_watched, limit) {
        (true, None) => "Enter".to_owned(),
        (true, Some(limit)) => format!("Enter, or the timeout of {limit:?},"),
        (false, limit) => format!("the timeout of {:?}", limit.unwrap_or_default()),
    }
}
