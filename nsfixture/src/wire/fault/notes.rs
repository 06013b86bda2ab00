//! Notes of what has happened by chance.

use nsfixture_plan::{
    Decider, Fate, FateKind, Impairment, PacketPlace, Random, RandomRule, RandomSet,
};

use crate::wire::flow::Visit;

/// The most fates that are noted of each fault of a direction, and of each of a rule: about 2 MB.
pub(crate) const CAPACITY: usize = 32_768;

/// What has happened by chance in one direction of a cable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes {
    /// The faults that had effects by chance at some time.
    pub(crate) drawn: RandomSet,
    /// The rules that had effects by chance at some time.
    pub(crate) rules: Vec<RandomRule>,
    pub(crate) fates: Vec<Fate>,
    /// How often each fault had an effect, noted or not: of the direction, and of its rules by their numbers.
    counts: Vec<[u64; Random::ALL.len()]>,
}

impl Notes {
    /// Notes the faults that have effects by chance from now on.
    pub(super) fn expect(&mut self, impairment: &Impairment) {
        self.drawn = self.drawn.union(RandomSet::of(impairment));
        for rule in RandomRule::all_of(impairment) {
            match self.rules.iter_mut().find(|known| known.is(&rule)) {
                Some(known) => known.drawn = known.drawn.union(rule.drawn),
                None => self.rules.push(rule),
            }
        }
    }

    /// Notes a fate, if there is room for it.
    pub(super) fn add(
        &mut self,
        kind: FateKind,
        decider: Decider,
        visit: &mut Visit<'_>,
        place: PacketPlace,
    ) {
        let number = decider.number();
        if self.counts.len() <= number {
            self.counts.resize_with(number + 1, Default::default);
        }
        let count = &mut self.counts[number][kind.fault() as usize];
        *count += 1;
        if *count <= CAPACITY as u64 {
            let (flow, is_from_client) = (visit.flow(), visit.is_from_client());
            self.fates.push(Fate { kind, decider, flow, is_from_client, place });
        }
    }

    /// Returns how many fates of each fault there was no room for.
    pub(crate) fn missing(&self) -> Vec<(Decider, Random, u64)> {
        let missing = self.counts.iter().enumerate().flat_map(|(number, counts)| {
            let decider = number.checked_sub(1).map_or(Decider::Direction, Decider::rule);
            let missing = Random::ALL.into_iter().zip(counts);
            missing
                .map(move |(fault, count)| (decider, fault, count.saturating_sub(CAPACITY as u64)))
        });
        missing.filter(|(.., count)| *count > 0).collect()
    }
}
