//! Faults that are active for a while.

use nsfixture_plan::{Faults, PacketRule};

use super::direction::Direction;
use crate::error::{Error, or_panic};
use crate::fault_counters::FaultCounters;
use crate::rule_counters::{self, RuleCounters};
use crate::state::LayerId;

/// Faults that are active until this guard is dropped. [`Cable::impair`](crate::Cable::impair) and
/// [`Direction::impair`] return it.
#[must_use = "the faults are removed when the guard is dropped"]
#[derive(Debug)]
pub struct FaultGuard {
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    direction: Direction,
    id: LayerId,
    before: FaultCounters,
    rules: Vec<PacketRule>,
    rules_before: Vec<RuleCounters>,
}

impl FaultGuard {
    pub(super) fn new(directions: Vec<Direction>, faults: &Faults) -> Result<Self, Error> {
        // Whatever is set is removed again if the next one fails.
        let mut guard = Self { layers: Vec::with_capacity(directions.len()) };
        for direction in directions {
            let impairment = direction.check(faults)?;
            let (network, at) = (direction.network(), direction.at());
            let before = network.fault_counters(at)?;
            let rules = impairment.rules.clone();
            let rules_before = direction.counters_of(&rules)?;
            let id = network.add_impairment(at, impairment)?;
            guard.layers.push(Layer { direction, id, before, rules, rules_before });
        }
        Ok(guard)
    }

    /// Returns what has happened to the packets of each direction since the guard was created.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn fault_counters(&self) -> Result<Vec<(Direction, FaultCounters)>, Error> {
        let counters = |layer: &Layer| {
            let now = layer.direction.fault_counters()?;
            Ok((layer.direction.clone(), now.since(&layer.before)))
        };
        self.layers.iter().map(counters).collect()
    }

    /// Returns what the rules among the guard's faults have done in each direction since the guard was created.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn rules(&self) -> Result<Vec<(Direction, Vec<RuleCounters>)>, Error> {
        let counters = |Layer { direction, rules, rules_before, .. }: &Layer| {
            let now = direction.counters_of(rules)?;
            let since = now.iter().zip(rules_before).map(|(now, before)| now.since(before));
            Ok((direction.clone(), since.collect()))
        };
        self.layers.iter().map(counters).collect()
    }

    /// Asserts that some fault has acted on some packet since the guard was created: otherwise a test shows
    /// nothing about it. If there are [rules](crate::Rule), each of them has to have acted, in one direction at least.
    ///
    /// # Panics
    /// Panics if none has, with what has happened to the packets instead, if a rule has not, or if the network is down.
    #[track_caller]
    pub fn assert_acted(&self) {
        let counters = or_panic(self.fault_counters());
        if !counters.iter().any(|(_, counters)| counters.acted()) {
            let seen: Vec<String> = counters
                .iter()
                .map(|(direction, counters)| format!("{direction}: {} packets", counters.received))
                .collect();
            panic!("no fault has acted ({})", seen.join(", "));
        }
        let directions = or_panic(self.rules());
        let rules = directions.first().map(|(_, rules)| rules.len()).unwrap_or_default();
        for nth in 0..rules {
            if !directions.iter().any(|(_, rules)| rules[nth].acted()) {
                let seen: Vec<String> = directions
                    .iter()
                    .map(|(direction, rules)| {
                        format!("{direction}: {}", rule_counters::describe(&rules[nth], ""))
                    })
                    .collect();
                let rule = &directions[0].1[nth].rule;
                panic!("the rule `{rule}` has not acted ({})", seen.join(", "));
            }
        }
    }
}

impl Drop for FaultGuard {
    fn drop(&mut self) {
        for Layer { direction, id, .. } in &self.layers {
            // In a network that is down nothing is active.
            let _down = direction.network().remove_impairment(direction.at(), *id);
        }
    }
}
