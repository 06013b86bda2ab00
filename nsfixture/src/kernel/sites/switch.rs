//! A switch: a network namespace that only a file descriptor keeps, and in which nothing runs.

use std::sync::Arc;

use nix::errno::Errno;
use nsfixture_plan::SwitchPlan;

use super::namespace::{self, NetNamespace};
use super::site::Site;
use super::sysctl;
use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::bare::probe_report::ProbeReport;
use crate::kernel::context::Context;
use crate::kernel::netlink::Netlink;

/// Creates the namespaces of switches, without anything in them.
///
/// # Errors
/// Returns the first refusal; then none is left.
pub(crate) fn create_all(
    switches: &[SwitchPlan],
    probe: &ProbeReport,
    cx: Context<'_>,
) -> Result<Vec<Arc<Site>>, Error> {
    let Some(first) = switches.first() else { return Ok(Vec::new()) };
    // One thread goes from one to the next.
    namespace::on_a_thread(cx.at(&first.name), || {
        switches.iter().map(|plan| create(cx.at(&plan.name), probe)).collect()
    })
}

fn create(cx: Context<'_>, probe: &ProbeReport) -> Result<Arc<Site>, Error> {
    cx.attempt(Operation::Capset, "the thread's capabilities", || {
        capability::raise_ambient_set().map_err(Errno::from_raw)
    })?;
    let net = NetNamespace::unshare(cx)?;
    sysctl::disable_ipv6(cx, probe)?;
    let netlink = Netlink::open(cx)?;
    Ok(Site::new(net, netlink))
}
