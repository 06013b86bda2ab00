//! Hosts that are made ahead: while a network is up, a thread makes namespaces for the next one, with everything that does
//! not depend on its topology. Nobody has ever been in them.
//!
//! They are in nobody's sight: the thread has a table of file descriptors of its own, and what it has made waits inside of a
//! socket (`SCM_RIGHTS`, unix(7)) until a network takes it.

mod here;
mod history;
mod keeper;
mod make;
mod private_table;
#[cfg(test)]
mod tests;
mod transfer;

use std::sync::Arc;

use nsfixture_plan::Plan;

use super::mounts::Sharing;
use super::namespace::{MountNamespace, NetNamespace};

pub(crate) use keeper::{UpTime, came_up, give_up, take};

/// What has been made ahead, for one network.
pub(crate) struct Ahead {
    /// The mounts that all hosts have in common.
    pub(super) common: Arc<MountNamespace>,
    pub(super) hosts: Vec<AheadHost>,
    /// For switches and the engine.
    pub(crate) sites: Vec<NetNamespace>,
}

/// A host, but for what depends on its network, and without a thread.
pub(super) struct AheadHost {
    pub(super) net: NetNamespace,
    pub(super) mnt: MountNamespace,
}

/// How much a network needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    hosts: usize,
    /// The number of switches and engines.
    sites: usize,
}

impl Size {
    /// More would take longer than most bodies, and as many descriptors as a message may have.
    const MAX: usize = Sharing::OWN_NAMES_MAX;

    /// Returns what a network needs, or `None` if nothing is made ahead for one as large.
    pub(crate) fn of(plan: &Plan) -> Option<Self> {
        let sites = plan.switches.len() + usize::from(!plan.ports.is_empty());
        let size = Self { hosts: plan.nodes.len(), sites };
        (size.hosts <= Self::MAX && size.sites <= Self::MAX).then_some(size)
    }
}
