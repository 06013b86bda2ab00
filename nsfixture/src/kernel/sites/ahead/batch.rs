//! What is made ahead.

use std::sync::Arc;

use nsfixture_plan::Plan;

use crate::kernel::sites::mounts::Sharing;
use crate::kernel::sites::namespace::{MountNamespace, NetNamespace};

/// What has been made ahead, for one network.
pub(crate) struct Ahead {
    /// The mounts that all hosts have in common.
    pub(in crate::kernel::sites) common: Arc<MountNamespace>,
    pub(in crate::kernel::sites) hosts: Vec<AheadHost>,
    /// For switches and the engine.
    pub(crate) sites: Vec<NetNamespace>,
}

/// A host, but for what depends on its network, and without a thread.
pub(in crate::kernel::sites) struct AheadHost {
    pub(in crate::kernel::sites) net: NetNamespace,
    pub(in crate::kernel::sites) mnt: MountNamespace,
}

/// How much a network needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub(super) hosts: usize,
    /// The number of switches and engines.
    pub(super) sites: usize,
}

impl Size {
    /// More would take longer than most bodies, and as many descriptors as a message may have.
    pub(super) const MAX: usize = Sharing::OWN_NAMES_MAX;

    /// Returns what a network needs, or `None` if nothing is made ahead for one as large.
    pub(crate) fn of(plan: &Plan) -> Option<Self> {
        let sites = plan.switches.len() + usize::from(!plan.ports.is_empty());
        let size = Self { hosts: plan.nodes.len(), sites };
        (size.hosts <= Self::MAX && size.sites <= Self::MAX).then_some(size)
    }
}
