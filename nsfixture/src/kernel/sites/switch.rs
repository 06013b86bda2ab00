//! A switch: a network namespace that a descriptor alone holds, and in which nothing runs.

use std::sync::{Arc, Mutex};

use nix::errno::Errno;
use nsfixture_plan::SwitchPlan;

use super::attempt::{Gate, Place};
use super::namespace::{self, NetNamespace};
use super::netlink::Netlink;
use super::trial::Findings;
use super::{capability, sysctl};
use crate::error::Error;

/// The network namespace of a switch. Dropped, it ends, and with it the cables.
pub(crate) struct Switch {
    pub(crate) net: Arc<NetNamespace>,
    pub(crate) netlink: Mutex<Netlink>,
}

/// Makes the namespaces of switches, without anything in them.
///
/// # Errors
/// The first refusal; then none is left.
pub(crate) fn make(
    switches: &[SwitchPlan],
    findings: &Findings,
    gate: &Gate,
) -> Result<Vec<Switch>, Error> {
    let Some(first) = switches.first() else { return Ok(Vec::new()) };
    // One thread goes from one to the next.
    namespace::on_a_thread(Place { gate, node: Some(&first.name) }, || {
        switches.iter().map(|plan| one(Place { gate, node: Some(&plan.name) }, findings)).collect()
    })
}

fn one(place: Place<'_>, findings: &Findings) -> Result<Switch, Error> {
    place.attempt("capset", "the thread's capabilities", || {
        capability::keep().map_err(Errno::from_raw)
    })?;
    let net = NetNamespace::unshare(place)?;
    sysctl::be_silent(place, findings)?;
    let netlink = Netlink::open(place)?;
    Ok(Switch { net: Arc::new(net), netlink: Mutex::new(netlink) })
}
