//! Changing what cables do to packets.

use std::sync::{Arc, MutexGuard, PoisonError};

use nsfixture_plan::{Impairment, PacketRule};

use super::layers::{CableDirection, Impairments, LayerId, Layers};
use super::network::Network;
use crate::error::{Error, Kind};
use crate::fault_counters::FaultCounters;
use crate::kernel::pump::Engine;
use crate::rule_counters::RuleCounters;

impl Network {
    fn impairments(&self) -> MutexGuard<'_, Impairments> {
        self.impairments.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the engine if the network is up and the cable can be impaired.
    fn engine_of(&self, cable: usize) -> Result<Arc<Engine>, Error> {
        if self.plan.cables[cable].wire.is_none() {
            return Err(Kind::Plain { cable: self.plan.cable_name(cable) }.into());
        }
        let engine = self.if_up(|up| up.engine.clone()).flatten();
        engine.ok_or_else(|| Kind::Down { host: None }.into())
    }

    /// Sets what a direction does from the next packet on, below the layers of guards.
    pub(crate) fn set_impairment(
        &self,
        at: CableDirection,
        impairment: Impairment,
    ) -> Result<(), Error> {
        self.change_layers(at, |layers, _| layers.base = impairment)
    }

    /// Puts a layer on top.
    pub(crate) fn add_impairment(
        &self,
        at: CableDirection,
        impairment: Impairment,
    ) -> Result<LayerId, Error> {
        self.change_layers(at, |layers, next| {
            layers.guarded.push((next, impairment));
            next
        })
    }

    /// Removes a layer.
    pub(crate) fn remove_impairment(
        &self,
        at: CableDirection,
        layer: LayerId,
    ) -> Result<(), Error> {
        self.change_layers(at, |layers, _| layers.guarded.retain(|(id, _)| *id != layer))
    }

    fn change_layers<T>(
        &self,
        at: CableDirection,
        change: impl FnOnce(&mut Layers, LayerId) -> T,
    ) -> Result<T, Error> {
        let engine = self.engine_of(at.cable)?;
        // Under this lock, so that the last to change them is the last to set one.
        let mut impairments = self.impairments();
        impairments.last += 1;
        let next = LayerId(impairments.last);
        let planned = || {
            let wire = self.plan.cables[at.cable].wire.as_ref();
            let base = wire.map(|wire| wire.impairments[at.from].clone()).unwrap_or_default();
            Layers { base, guarded: Vec::new() }
        };
        let layers = impairments.layers.entry(at).or_insert_with(planned);
        let done = change(layers, next);
        self.note_unknown_fates(at, layers.active());
        engine.set(at.cable, at.from, layers.active().clone())?;
        Ok(done)
    }

    /// Unplugs a cable that can be impaired, or plugs it in again. On return its ends have no carrier, or that
    /// which the other end gives them.
    pub(crate) fn set_unplugged(&self, cable: usize, is_unplugged: bool) -> Result<(), Error> {
        self.engine_of(cable)?.set_unplugged(cable, is_unplugged)
    }

    /// Gives the ends of cables that can be impaired the carriers that their other ends give them now.
    pub(crate) fn follow_carriers(&self) -> Result<(), Error> {
        let engine = self.if_up(|up| up.engine.clone()).flatten();
        engine.map_or(Ok(()), |engine| engine.follow_carriers())
    }

    /// Returns what has happened to the packets of a direction.
    pub(crate) fn fault_counters(&self, at: CableDirection) -> Result<FaultCounters, Error> {
        self.engine_of(at.cable)?.fault_counters(at.cable, at.from)
    }

    /// Returns what rules have done in a direction: those that are active, or others.
    pub(crate) fn rule_counters(
        &self,
        at: CableDirection,
        rules: Option<Vec<PacketRule>>,
    ) -> Result<Vec<RuleCounters>, Error> {
        self.engine_of(at.cable)?.rule_counters(at.cable, at.from, rules)
    }
}
