//! Which hosts cannot reach which others.

use std::collections::BTreeSet;

/// Packets from a host that do not reach another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cut {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// The active partitions.
#[derive(Default)]
pub(super) struct Partitions {
    pub(super) active: Vec<(PartitionId, Vec<Cut>)>,
    pub(super) last: u64,
}

/// The number of a partition, unique in the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PartitionId(pub(super) u64);

impl Partitions {
    /// Returns the hosts whose packets do not reach `to`.
    pub(super) fn blocked(&self, to: usize) -> BTreeSet<usize> {
        let cuts = self.active.iter().flat_map(|(_, cuts)| cuts);
        cuts.filter(|cut| cut.to == to).map(|cut| cut.from).collect()
    }
}
