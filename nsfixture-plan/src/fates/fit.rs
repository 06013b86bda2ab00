//! Whether fates are those of a network.

use super::all::{DirectionFates, Fates, Sender};
use super::random::RandomSet;
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
                    Some(known) => misfits.extend(known.misfit(&wire.impairments[from])),
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
    /// Returns why an impairment is not one of those that these fates are of, if it is none.
    pub fn misfit(&self, impairment: &Impairment) -> Option<String> {
        let Self { cable, sender, drawn, .. } = self;
        let unknown: Vec<&str> = RandomSet::of(impairment)
            .iter()
            .filter(|fault| !drawn.has(*fault))
            .map(super::Random::key)
            .collect();
        (!unknown.is_empty()).then(|| {
            let known: Vec<&str> = drawn.iter().map(super::Random::key).collect();
            let known = if known.is_empty() {
                "nothing".to_owned()
            } else {
                format!("`{}`", known.join("`, `"))
            };
            let unknown = unknown.join("`, `");
            format!("cable `{cable}` {sender} has `{unknown}`, and they know {known} of it")
        })
    }
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
