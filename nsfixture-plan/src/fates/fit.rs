//! Whether fates are those of a network.

use super::all::{DirectionFates, Fates, Sender};
use super::decider::{Decider, RandomRule};
use super::random::{Random, RandomSet};
use crate::impairment::Impairment;
use crate::plan::{CablePlan, Plan, SiteId};

impl Fates {
    /// Returns everything because of which the fates cannot be those of a network with this plan: cables and faults
    /// that only one of the two knows, and other MTUs.
    #[doc(hidden)]
    pub fn misfits(&self, plan: &Plan) -> Vec<String> {
        let mut misfits = Vec::new();
        let mut planned = Vec::new();
        for (cable, CablePlan { ends, wire }) in plan.cables.iter().enumerate() {
            let Some(wire) = wire else { continue };
            let (name, mtu) = (plan.cable_name(cable), plan.interface(ends[0]).mtu);
            for from in [0, 1] {
                let sender = plan.sender(cable, from);
                match self.direction(&name, &sender) {
                    None => misfits.push(format!("they know no cable `{name}` {sender}")),
                    Some(known) if known.mtu != mtu => misfits.push(format!(
                        "cable `{name}` {sender} has MTU {mtu}, and they know it with MTU {}",
                        known.mtu
                    )),
                    Some(known) => misfits.extend(known.misfits(&wire.impairments[from])),
                }
                planned.push((name.clone(), sender));
            }
        }
        for DirectionFates { cable, sender, .. } in &self.directions {
            if !planned.iter().any(|(name, known)| name == cable && known == sender) {
                misfits.push(format!(
                    "the network has no cable `{cable}` {sender} that can be impaired"
                ));
            }
        }
        misfits
    }

    /// Returns the fates of one direction.
    #[doc(hidden)]
    pub fn direction(&self, cable: &str, sender: &Sender) -> Option<&DirectionFates> {
        self.directions.iter().find(|known| known.cable == cable && known.sender == *sender)
    }
}

impl DirectionFates {
    /// Returns true if a fault had effects by chance at some time: one of the direction, or of a rule.
    pub(super) fn draws(&self, decider: Decider, fault: Random) -> bool {
        match decider {
            Decider::Direction => self.drawn.has(fault),
            Decider::Rule(number) => {
                let mut rules = self.rules.iter();
                rules.any(|rule| rule.number == number && rule.drawn.has(fault))
            }
        }
    }

    /// Returns why an impairment is not one of those that these fates are of, if it is none.
    pub fn misfits(&self, impairment: &Impairment) -> Vec<String> {
        let Self { cable, sender, .. } = self;
        let own = unknown(RandomSet::of(impairment), self.drawn).map(|(unknown, known)| {
            format!("cable `{cable}` {sender} has {unknown}, and they know {known} of it")
        });
        let rules = RandomRule::all_of(impairment).filter_map(|rule| self.misfit(&rule));
        own.into_iter().chain(rules).collect()
    }

    fn misfit(&self, rule: &RandomRule) -> Option<String> {
        let Self { cable, sender, .. } = self;
        let RandomRule { number, matches, drawn } = rule;
        let place = format!("rule {number} of cable `{cable}` {sender}");
        if let Some(known) = self.rules.iter().find(|known| known.is(rule)) {
            let (unknown, known) = unknown(*drawn, known.drawn)?;
            return Some(format!("{place} has {unknown}, and they know {known} of it"));
        }
        let known = self.rules.iter().filter(|known| known.number == *number);
        let known: Vec<String> = known.map(|known| format!("`{}`", known.matches)).collect();
        Some(if known.is_empty() {
            format!("{place} has {}, and they know no such rule", listed(*drawn))
        } else {
            format!("{place} matches `{matches}`, and they know it with {}", known.join(", "))
        })
    }
}

/// Returns what is not among what is known, and what is known.
fn unknown(drawn: RandomSet, known: RandomSet) -> Option<(String, String)> {
    let unknown = drawn.without(known);
    (!unknown.is_empty()).then(|| (listed(unknown), listed(known)))
}

fn listed(faults: RandomSet) -> String {
    let keys: Vec<&str> = faults.iter().map(Random::key).collect();
    if keys.is_empty() { "nothing".to_owned() } else { format!("`{}`", keys.join("`, `")) }
}

impl Plan {
    /// Returns the host that stands for a direction of a cable: the one that packets come from, or, for those that come
    /// from a switch, the one that they go to.
    ///
    /// # Panics
    /// Panics if the cable is not part of this plan.
    #[doc(hidden)]
    pub fn sender(&self, cable: usize, from: usize) -> Sender {
        let ends = self.cables[cable].ends;
        match ends[from].site {
            SiteId::Node(_) => Sender::From(self.name(ends[from].site).to_owned()),
            SiteId::Switch(_) | SiteId::Engine => {
                Sender::To(self.name(ends[1 - from].site).to_owned())
            }
        }
    }
}
