//! Switches and the engine: network namespaces that only file descriptors keep.

use std::sync::Arc;

use nix::errno::Errno;
use nsfixture_plan::{Plan, SiteId};

use super::namespace::{self, NetNamespace};
use super::site::Site;
use super::sysctl;
use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::bare::probe_report::ProbeReport;
use crate::kernel::context::Context;
use crate::kernel::netlink::Netlink;

/// The sites in which nothing runs.
pub(crate) struct EmptySites {
    pub(crate) switches: Vec<Arc<Site>>,
    pub(crate) engine: Option<Arc<Site>>,
}

/// Creates the namespaces of the switches, and that of the engine if some cable can be impaired, without
/// anything in them.
///
/// # Errors
/// Returns the first refusal; then none is left.
pub(crate) fn create_all(
    plan: &Plan,
    probe: &ProbeReport,
    cx: Context<'_>,
) -> Result<EmptySites, Error> {
    let has_engine = !plan.ports.is_empty();
    if plan.switches.is_empty() && !has_engine {
        return Ok(EmptySites { switches: Vec::new(), engine: None });
    }
    let create = |site| create(cx.at(plan.name(site)), probe);
    let first = if plan.switches.is_empty() { SiteId::Engine } else { SiteId::Switch(0) };
    // One thread goes from one to the next.
    namespace::on_a_thread(cx.at(plan.name(first)), || {
        let switches = (0..plan.switches.len()).map(|nth| create(SiteId::Switch(nth)));
        let switches = switches.collect::<Result<_, Error>>()?;
        let engine = has_engine.then(|| create(SiteId::Engine)).transpose()?;
        Ok(EmptySites { switches, engine })
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
