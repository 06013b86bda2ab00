//! A rule: which packets it matches, and what happens to them.

use nsfixture_plan::PacketRule;

use super::copied::Copied;
use super::exact::Exact;
use super::loss::Loss;
use super::seeds::{Fault, Seeds};
use crate::rule_counters::RuleCounters;
use crate::wire::chance::Chance;

/// A rule that is active.
#[derive(Debug)]
pub(super) struct ActiveRule {
    pub(super) rule: PacketRule,
    pub(super) exact: Exact,
    pub(super) loss: Loss,
    duplicate: Chance,
    corrupt: Chance,
    seeds: Seeds,
    pub(super) counters: RuleCounters,
}

impl ActiveRule {
    /// Returns the rule in the place `nth`, on which its draws depend.
    pub(super) fn new(rule: &PacketRule, nth: usize, seeds: Seeds, counters: RuleCounters) -> Self {
        let (impairment, seeds) = (&rule.impairment, seeds.of_rule(nth));
        Self {
            exact: Exact::new(impairment),
            loss: Loss::of_rule(impairment, seeds, nth),
            duplicate: impairment.duplicate.into(),
            corrupt: impairment.corrupt.into(),
            seeds,
            counters,
            rule: rule.clone(),
        }
    }

    /// Returns true if the rule may change a packet that it does not lose.
    pub(super) fn changes(&self) -> bool {
        !self.duplicate.is_never() || !self.corrupt.is_never()
    }

    /// Decides whether a packet that the rule has matched is sent twice.
    pub(super) fn duplicates(&mut self, key: u64) -> bool {
        let hits = self.duplicate.hits(self.seeds.draw(Fault::Duplicate, key));
        self.counters.duplicated += u64::from(hits);
        hits
    }

    /// Decides whether a bit of a copy is flipped, unless one is already.
    pub(super) fn corrupt(&mut self, copy: &mut Copied, fault: Fault, key: u64) {
        let draw = self.seeds.draw(fault, key);
        if copy.corrupt.is_none() && self.corrupt.hits(draw) {
            copy.corrupt = Some(self.seeds.draw(Fault::Bit, draw));
            self.counters.corrupted += 1;
        }
    }
}
