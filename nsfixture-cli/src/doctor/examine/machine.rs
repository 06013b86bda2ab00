//! The examination as a whole.

use nsfixture::{__cli, Topology};

use super::{faults, features, limits, settings, steps, sysinfo, view};
use crate::doctor::report::{Outlook, Report};

/// Examines this machine. The process must have one thread.
pub(in crate::doctor) fn this_machine() -> Report {
    // In a user namespace of its own the process has other limits.
    let of_namespaces = limits::of_namespaces();
    // Like a test's process.
    __cli::enter_as_current_user();
    __cli::silence_notes();
    let result = __cli::probe_result();
    let network = steps::network(&Topology::new().link(("here", "there")));
    let outlook = match (&result.decision, &network) {
        (Err(unavailable), _) => Outlook::skips(unavailable),
        (Ok(_), Err(error)) => Outlook::Fails(error.to_string()),
        (Ok(_), Ok(_)) => Outlook::Runs(steps::name()),
    };
    let faults = faults::row(result, network.is_ok());
    let mut access = steps::group(result, network);
    access.rows.push(faults);
    let mut groups =
        vec![access, settings::group(result), view::group(result), limits::group(of_namespaces)];
    groups.extend(features::groups(result.decision.is_ok()));
    Report { kernel: format!("Linux {}", sysinfo::release()), outlook, groups }
}
