//! Whether the routers of a network can forward on this machine.

use nsfixture_plan::Plan;
use nsfixture_plan::addr::Family;

use super::probe_result;
use crate::error::{Error, Kind};
use crate::kernel::bare::probe_report::{ProbeReport, ViewPart};
use crate::unavailable::Unavailable;

/// Checks that the routers can forward what they have addresses for. IPv4 forwarding can be enabled without
/// sysctls, IPv6 forwarding cannot.
///
/// # Errors
/// Returns why this machine does not allow this network.
pub(crate) fn check(plan: &Plan, probe: &ProbeReport) -> Result<(), Error> {
    let is_ipv6 = |node: &nsfixture_plan::NodePlan| node.addrs().any(|a| a.family() == Family::V6);
    let router = plan.nodes.iter().find(|node| node.forwards && is_ipv6(node));
    let Some(router) = router.filter(|_| !probe.supports(ViewPart::Sysctl)) else { return Ok(()) };
    let denied = probe_result().notes().into_iter().find(|note| note.part == ViewPart::Sysctl);
    let (reason, fix) = denied.map_or((String::new(), None), |note| (note.reason, note.fix));
    let fix = fix.map(|fix| format!(", or {fix}")).unwrap_or_default();
    Err(Kind::Unavailable(Unavailable {
        reason: format!("the router `{}` cannot forward IPv6: {reason}", router.name),
        fix: format!("give the network `family = \"ipv4\"`{fix}"),
    })
    .into())
}
