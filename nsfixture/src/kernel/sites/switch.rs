//! Switches and the engine: network namespaces that only file descriptors keep.

use std::sync::Arc;

use nix::errno::Errno;
use nsfixture_plan::{Plan, SiteId};

use super::namespace::NetNamespace;
use super::site::Site;
use super::sysctl;
use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::bare::probe_report::ProbeReport;
use crate::kernel::context::Context;
use crate::kernel::netlink::Netlink;

/// The sites in which nothing runs.
#[derive(Default)]
pub(crate) struct EmptySites {
    pub(crate) switches: Vec<Arc<Site>>,
    pub(crate) engine: Option<Arc<Site>>,
}

/// Creates the namespaces of the switches, and that of the engine if some cable can be impaired, without
/// anything in them. The calling thread goes from one to the next, and is left in the last one. `made` are those that were
/// made ahead.
///
/// # Errors
/// Returns the first refusal; then none is left.
pub(crate) fn create_all(
    plan: &Plan,
    probe: &ProbeReport,
    cx: Context<'_>,
    made: Vec<NetNamespace>,
) -> Result<EmptySites, Error> {
    let mut made = made.into_iter();
    let mut create = |site| create(cx.at(plan.name(site)), probe, made.next());
    let switches = (0..plan.switches.len()).map(|nth| create(SiteId::Switch(nth)));
    let switches = switches.collect::<Result<_, Error>>()?;
    let engine = (!plan.ports.is_empty()).then(|| create(SiteId::Engine)).transpose()?;
    Ok(EmptySites { switches, engine })
}

fn create(
    cx: Context<'_>,
    probe: &ProbeReport,
    made: Option<NetNamespace>,
) -> Result<Arc<Site>, Error> {
    let net = if let Some(made) = made {
        made.enter(cx)?;
        made
    } else {
        cx.attempt(Operation::Capset, "the thread's capabilities", || {
            capability::raise_ambient_set().map_err(Errno::from_raw)
        })?;
        let net = NetNamespace::unshare(cx)?;
        sysctl::disable_ipv6(cx, probe)?;
        net
    };
    let netlink = Netlink::open(cx)?;
    Ok(Site::new(net, netlink))
}
