//! Where decisions come from: from the seed, or from what has happened before.

use std::sync::Arc;

use nsfixture_plan::Decider;

use super::seeds::{Fault, Seeds};
use super::table::Table;
use crate::wire::chance::Chance;
use crate::wire::hash::combine;

/// Where the decisions of one direction come from, or those of one of its rules.
#[derive(Debug, Clone)]
pub(crate) struct Draws {
    pub(crate) seeds: Seeds,
    pub(crate) decider: Decider,
    /// What is to happen again, and nothing else.
    replayed: Option<Arc<Table>>,
    /// What losses are drawn with.
    loss: u64,
}

impl Draws {
    /// Returns the draws from a seed.
    pub(crate) fn new(seeds: Seeds) -> Self {
        let (decider, loss) = (Decider::Direction, seeds.of(Fault::Loss));
        Self { seeds, decider, replayed: None, loss }
    }

    /// Returns the draws of the rule in a place of this direction.
    pub(super) fn of_rule(&self, nth: usize) -> Self {
        let seeds = self.seeds.of_rule(nth);
        let replayed = self.replayed.clone();
        Self { decider: Decider::rule(nth), replayed, ..Self::new(seeds) }
    }

    /// From now on, what has happened before happens again.
    pub(crate) fn replay(&mut self, table: Arc<Table>) {
        self.replayed = Some(table);
    }

    /// Returns whether what has happened before is to happen again.
    pub(crate) fn is_replayed(&self) -> bool {
        self.replayed.is_some()
    }

    /// Returns whether a packet is lost.
    pub(crate) fn loses(&self, chance: Chance, packet: u64) -> bool {
        match &self.replayed {
            Some(table) if chance.is_random() => self.is_in(table, Fault::Loss, packet),
            _ => chance.hits(combine(self.loss, packet)),
        }
    }

    /// Returns whether a fault has an effect on a packet.
    pub(crate) fn hits(&self, fault: Fault, chance: Chance, packet: u64) -> bool {
        match &self.replayed {
            Some(table) if chance.is_random() => self.is_in(table, fault, packet),
            _ => chance.hits(self.seeds.draw(fault, packet)),
        }
    }

    /// Returns where the bit is drawn from that is flipped in a packet, if one is. Also if one is flipped in every packet,
    /// it is random which.
    pub(crate) fn bit(&self, fault: Fault, chance: Chance, packet: u64) -> Option<u64> {
        if let Some(table) = &self.replayed {
            return table.get(self.decider, fault, packet).filter(|_| !chance.is_never());
        }
        let draw = self.seeds.draw(fault, packet);
        chance.hits(draw).then(|| self.seeds.draw(Fault::Bit, draw))
    }

    /// Returns where the delay of a packet is drawn from. A packet that has not been there before has the delay that it
    /// would have had.
    pub(crate) fn delay(&self, packet: u64) -> u64 {
        let table = self.replayed.as_ref();
        let known = table.and_then(|table| table.get(self.decider, Fault::Delay, packet));
        known.unwrap_or_else(|| self.seeds.draw(Fault::Delay, packet))
    }

    fn is_in(&self, table: &Table, fault: Fault, packet: u64) -> bool {
        table.get(self.decider, fault, packet).is_some()
    }
}
