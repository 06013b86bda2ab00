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
    pub(super) active: Vec<Partition>,
    pub(super) last: u64,
}

pub(super) struct Partition {
    pub(super) id: PartitionId,
    pub(super) cuts: Vec<Cut>,
    /// Whether senders are told.
    pub(super) rejects: bool,
}

/// The number of a partition, unique in the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PartitionId(pub(super) u64);

impl Partitions {
    /// Returns the hosts whose packets do not reach `to`, in silence.
    pub(super) fn silenced(&self, to: usize) -> BTreeSet<usize> {
        self.cuts(false).filter(|cut| cut.to == to).map(|cut| cut.from).collect()
    }

    /// Returns the hosts whose packets are rejected before they reach `to`.
    pub(super) fn rejected(&self, to: usize) -> BTreeSet<usize> {
        self.cuts(true).filter(|cut| cut.to == to).map(|cut| cut.from).collect()
    }

    /// Returns the hosts from which `from` is rejected. Where packets are lost in silence as well, nobody answers.
    pub(super) fn refusing(&self, from: usize) -> BTreeSet<usize> {
        let silent: BTreeSet<Cut> = self.cuts(false).collect();
        let cuts = self.cuts(true).filter(|cut| cut.from == from && !silent.contains(cut));
        cuts.map(|cut| cut.to).collect()
    }

    fn cuts(&self, rejects: bool) -> impl Iterator<Item = Cut> {
        let partitions = self.active.iter().filter(move |partition| partition.rejects == rejects);
        partitions.flat_map(|partition| &partition.cuts).copied()
    }
}
