//! A rule: which packets it matches, and what happens to them.

use nsfixture_plan::PacketRule;

use super::copied::Copied;
use super::draws::Draws;
use super::exact::Exact;
use super::loss::Loss;
use super::seeds::Fault;
use crate::rule_counters::RuleCounters;
use crate::wire::chance::Chance;

/// A rule that is active.
#[derive(Debug)]
pub(super) struct ActiveRule {
    pub(super) rule: PacketRule,
    pub(super) exact: Exact,
    pub(super) loss: Loss,
    pub(super) duplicate: Chance,
    corrupt: Chance,
    pub(super) draws: Draws,
    pub(super) counters: RuleCounters,
}

impl ActiveRule {
    /// Returns the rule with its draws, which depend on its place.
    pub(super) fn new(rule: &PacketRule, draws: Draws, counters: RuleCounters) -> Self {
        let impairment = &rule.impairment;
        Self {
            exact: Exact::new(impairment),
            loss: Loss::new(impairment),
            duplicate: impairment.duplicate.into(),
            corrupt: impairment.corrupt.into(),
            draws,
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
        let hits = self.draws.hits(Fault::Duplicate, self.duplicate, key);
        self.counters.duplicated += u64::from(hits);
        hits
    }

    /// Decides whether a bit of a copy is flipped, unless one is already, and returns where it is drawn from.
    pub(super) fn corrupt(&mut self, copy: &mut Copied, fault: Fault, key: u64) -> Option<u64> {
        if copy.corrupt.is_some() {
            return None;
        }
        copy.corrupt = self.draws.bit(fault, self.corrupt, key);
        self.counters.corrupted += u64::from(copy.corrupt.is_some());
        copy.corrupt
    }
}
