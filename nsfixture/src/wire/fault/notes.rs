//! Notes of what has happened by chance.

use nsfixture_plan::{Fate, FateKind, PacketPlace, Random, RandomSet};

use crate::wire::flow::Visit;

/// The most fates that are noted of each fault of a direction: about 2 MB.
pub(crate) const CAPACITY: usize = 32_768;

/// What has happened by chance in one direction of a cable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes {
    /// The faults that had effects by chance at some time.
    pub(crate) drawn: RandomSet,
    pub(crate) fates: Vec<Fate>,
    /// How often each fault had an effect, noted or not.
    counts: [u64; Random::ALL.len()],
}

impl Notes {
    /// Notes a fate, if there is room for it.
    pub(super) fn add(&mut self, kind: FateKind, visit: &mut Visit<'_>, place: PacketPlace) {
        let count = &mut self.counts[kind.fault() as usize];
        *count += 1;
        if *count <= CAPACITY as u64 {
            let (flow, is_from_client) = (visit.flow(), visit.is_from_client());
            self.fates.push(Fate { kind, flow, is_from_client, place });
        }
    }

    /// Returns how many fates of each fault there was no room for.
    pub(crate) fn missing(&self) -> Vec<(Random, u64)> {
        let missing = Random::ALL.into_iter().zip(self.counts);
        let missing = missing.map(|(fault, count)| (fault, count.saturating_sub(CAPACITY as u64)));
        missing.filter(|(_, count)| *count > 0).collect()
    }
}
