//! The rules of one direction: faults for some packets only.

use std::sync::Arc;

use nsfixture_plan::{FateKind, PacketRule, Predicate};

use super::candidate::Candidate;
use super::copied::Copied;
use super::draws::Draws;
use super::matches::fits;
use super::notes::Notes;
use super::rule::ActiveRule;
use super::seeds::Fault;
use super::table::Table;
use crate::rule_counters::RuleCounters;
use crate::wire::flow::Visit;
use crate::wire::frame::Received;

/// The rules of one direction, in their order.
#[derive(Debug)]
pub(crate) struct Rules {
    /// Those of the direction.
    draws: Draws,
    active: Vec<ActiveRule>,
    /// What those have done that are not active any more.
    past: Vec<(Key, RuleCounters)>,
    /// Those that have matched the packet that is being decided about.
    matched: Vec<usize>,
}

/// By which a rule is known again: its place, what was asked for, and its closure.
type Key = (usize, String, Option<u64>);

/// How a rule loses a packet.
pub(super) enum Loses {
    ByNumber,
    AtRandom,
}

impl Rules {
    /// Returns no rules.
    pub(crate) fn new(draws: &Draws) -> Self {
        let draws = draws.clone();
        Self { draws, active: Vec::new(), past: Vec::new(), matched: Vec::new() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.active.is_empty()
    }

    /// Changes the rules. Those that stay the same in their place count on; those that come back have the counters
    /// that they had, and number packets from 1.
    pub(crate) fn set(&mut self, rules: &[PacketRule]) {
        let mut before = std::mem::take(&mut self.active).into_iter().map(Some).collect::<Vec<_>>();
        self.matched.clear();
        for (nth, rule) in rules.iter().enumerate() {
            let same = before.get_mut(nth).and_then(|old| old.take_if(|old| old.rule == *rule));
            let next = same.unwrap_or_else(|| {
                ActiveRule::new(rule, self.draws.of_rule(nth), self.known(nth, rule))
            });
            self.active.push(next);
        }
        for (nth, old) in before.into_iter().enumerate() {
            if let Some(ActiveRule { rule, counters, .. }) =
                old.filter(|old| old.counters.matched > 0)
            {
                let key = key(nth, &rule);
                self.past.retain(|(other, _)| *other != key);
                self.past.push((key, counters));
            }
        }
    }

    /// From now on, what has happened before happens again.
    pub(super) fn replay(&mut self, table: &Arc<Table>) {
        let active = self.active.iter_mut().map(|rule| &mut rule.draws);
        for draws in active.chain([&mut self.draws]) {
            draws.replay(Arc::clone(table));
        }
    }

    /// Returns what rules have done, each in its place, whether they are active or not.
    pub(crate) fn counters(&self, rules: &[PacketRule]) -> Vec<RuleCounters> {
        let of = |(nth, rule): (usize, &PacketRule)| match self.active.get(nth) {
            Some(active) if active.rule == *rule => active.counters.clone(),
            _ => self.known(nth, rule),
        };
        rules.iter().enumerate().map(of).collect()
    }

    fn known(&self, nth: usize, rule: &PacketRule) -> RuleCounters {
        let key = key(nth, rule);
        let past = self.past.iter().find(|(other, _)| *other == key);
        past.map_or_else(|| RuleCounters::new(&rule.text), |(_, counters)| counters.clone())
    }

    /// Returns which rule loses a packet and how, if one does, and notes it. It meets no rule after the one that loses it.
    pub(super) fn lose(
        &mut self,
        visit: &mut Visit<'_>,
        frame: &Received<'_>,
        packet: u32,
        notes: &mut Notes,
    ) -> Option<(usize, Loses)> {
        self.matched.clear();
        let (view, place) = (frame.view(packet), visit.place(packet));
        for (nth, rule) in self.active.iter_mut().enumerate() {
            if !fits(&rule.rule.matcher, &view) {
                continue;
            }
            rule.counters.matched += 1;
            if !rule.exact.is_idle() && rule.exact.next() {
                rule.counters.dropped += 1;
                return Some((nth, Loses::ByNumber));
            }
            let ActiveRule { loss, draws, .. } = rule;
            if !loss.is_idle() && loss.takes(draws, visit, (packet, &place), notes) {
                rule.counters.lost += 1;
                return Some((nth, Loses::AtRandom));
            }
            self.matched.push(nth);
        }
        None
    }

    /// Returns true if a rule that has matched the packet may change it.
    pub(super) fn changes(&self) -> bool {
        self.matched.iter().any(|&nth| self.active[nth].changes())
    }

    /// Returns true if a rule that has matched the packet duplicates it, and notes that.
    pub(super) fn duplicate(
        &mut self,
        visit: &mut Visit<'_>,
        packet: u32,
        notes: &mut Notes,
    ) -> bool {
        let place = visit.place(packet);
        let key = visit.key(&place);
        for &nth in &self.matched {
            let rule = &mut self.active[nth];
            if rule.duplicates(key) {
                if rule.duplicate.is_random() {
                    let name = visit.name(packet, &place);
                    notes.add(FateKind::Duplicated, rule.draws.decider, visit, name);
                }
                return true;
            }
        }
        false
    }

    /// Has the rules that have matched a packet flip bits of its copies, and notes them.
    pub(super) fn corrupt(
        &mut self,
        visit: &mut Visit<'_>,
        candidate: Candidate<'_, '_>,
        copies: [Option<&mut Copied>; 2],
        notes: &mut Notes,
    ) {
        let place = visit.place(candidate.packet);
        let key = visit.key(&place);
        let faults = [(Fault::Corrupt, false), (Fault::CopyCorrupt, true)];
        for (copy, (fault, is_copy)) in copies.into_iter().zip(faults) {
            let Some(copy) = copy else { continue };
            for &nth in &self.matched {
                let rule = &mut self.active[nth];
                let draw = rule.corrupt(copy, fault, key);
                if let Some(fate) = draw.and_then(|draw| candidate.corrupted(draw, is_copy)) {
                    let name = visit.name(candidate.packet, &place);
                    notes.add(fate, rule.draws.decider, visit, name);
                }
            }
        }
    }
}

fn key(nth: usize, rule: &PacketRule) -> Key {
    (nth, rule.text.clone(), rule.matcher.predicate.as_ref().map(Predicate::id))
}
