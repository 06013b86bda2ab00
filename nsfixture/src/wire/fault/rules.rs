//! The rules of one direction: faults for some packets only.

use nsfixture_plan::{PacketRule, Predicate};

use super::copied::Copied;
use super::matches::matches;
use super::rule::ActiveRule;
use super::seeds::{Fault, Seeds};
use crate::rule_counters::RuleCounters;
use crate::wire::flow::Visit;
use crate::wire::frame::Received;

/// The rules of one direction, in their order.
#[derive(Debug)]
pub(crate) struct Rules {
    seeds: Seeds,
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
    pub(crate) fn new(seeds: Seeds) -> Self {
        Self { seeds, active: Vec::new(), past: Vec::new(), matched: Vec::new() }
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
            let next = same
                .unwrap_or_else(|| ActiveRule::new(rule, nth, self.seeds, self.known(nth, rule)));
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

    /// Returns how a packet is lost, if it is. It meets no rule after the one that loses it.
    pub(super) fn lose(
        &mut self,
        visit: &mut Visit<'_>,
        frame: &Received<'_>,
        packet: u32,
    ) -> Option<Loses> {
        self.matched.clear();
        let (view, place) = (frame.view(packet), visit.place(packet));
        for (nth, rule) in self.active.iter_mut().enumerate() {
            if !matches(&rule.rule.matcher, &view) {
                continue;
            }
            rule.counters.matched += 1;
            if !rule.exact.is_idle() && rule.exact.next() {
                rule.counters.dropped += 1;
                return Some(Loses::ByNumber);
            }
            if !rule.loss.is_idle() && rule.loss.takes(visit, &place) {
                rule.counters.lost += 1;
                return Some(Loses::AtRandom);
            }
            self.matched.push(nth);
        }
        None
    }

    /// Returns true if a rule that has matched the packet may change it.
    pub(super) fn changes(&self) -> bool {
        self.matched.iter().any(|&nth| self.active[nth].changes())
    }

    /// Changes a packet, and the copy of it, if there is one already; `copy` is what becomes of one otherwise.
    pub(super) fn change(
        &mut self,
        key: u64,
        first: &mut Copied,
        second: &mut Option<Copied>,
        copy: Copied,
    ) {
        for &nth in &self.matched {
            if second.is_none() && self.active[nth].duplicates(key) {
                *second = Some(copy);
            }
        }
        for &nth in &self.matched {
            let rule = &mut self.active[nth];
            rule.corrupt(first, Fault::Corrupt, key);
            if let Some(second) = second {
                rule.corrupt(second, Fault::CopyCorrupt, key);
            }
        }
    }
}

fn key(nth: usize, rule: &PacketRule) -> Key {
    (nth, rule.text.clone(), rule.matcher.predicate.as_ref().map(Predicate::id))
}
