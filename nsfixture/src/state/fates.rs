//! What has happened by chance in a network, and what is to happen again.

use std::sync::PoisonError;

use nsfixture_plan::{DirectionFates, Fates, Impairment, Plan};

use super::layers::CableDirection;
use super::network::Network;
use crate::error::{Error, Kind};
use crate::output;
use crate::wire::Notes;

impl Network {
    /// Returns what has happened by chance so far, or until the network went down.
    pub(crate) fn fates(&self) -> Result<Fates, Error> {
        if let Some(engine) = self.if_up(|up| up.engine.clone()) {
            let notes = engine.map_or(Ok(Vec::new()), |engine| engine.notes())?;
            return Ok(fates(&self.plan, self.seed, &notes));
        }
        let report = self.engine_report.lock().unwrap_or_else(PoisonError::into_inner);
        match &*report {
            Some(report) => Ok(fates(&self.plan, self.seed, &report.notes)),
            None if self.plan.ports.is_empty() => Ok(Fates::new(self.seed, Vec::new())),
            None => Err(Kind::Down { host: None }.into()),
        }
    }

    /// Prints the faults of an impairment that will have no effects, because those that happen again had none.
    pub(super) fn note_unknown_fates(&self, at: CableDirection, impairment: &Impairment) {
        let Some(replayed) = &self.replayed else { return };
        let (cable, sender) = (self.plan.cable_name(at.cable), self.plan.sender(at.cable, at.from));
        let known = replayed.direction(&cable, &sender);
        for misfit in known.into_iter().flat_map(|known| known.misfits(impairment)) {
            let note =
                format!("note: nothing else happens by chance than what is replayed: {misfit}");
            output::print_line(&note);
        }
    }
}

/// Checks that fates are those of a network with this plan.
///
/// # Errors
/// Returns everything that only one of the two knows.
pub(super) fn check(fates: &Fates, plan: &Plan, test: Option<&str>) -> Result<(), Error> {
    let misfits = fates.misfits(plan);
    if !misfits.is_empty() {
        return Err(Kind::Fates(misfits.join("; ")).into());
    }
    if fates.missing() > 0 {
        let test = test.map(|test| format!("`{test}`: ")).unwrap_or_default();
        let missing = fates.missing();
        output::print_line(&format!(
            "note: {test}the fates are not complete: {missing} were not noted, and do not happen again"
        ));
    }
    Ok(())
}

fn fates(plan: &Plan, seed: u64, notes: &[[Notes; 2]]) -> Fates {
    let cables = plan.cables.iter().enumerate().filter(|(_, cable)| cable.wire.is_some());
    let of_direction = |cable: usize, from: usize, notes: &Notes| DirectionFates {
        cable: plan.cable_name(cable),
        sender: plan.sender(cable, from),
        mtu: plan.interface(plan.cables[cable].ends[0]).mtu,
        drawn: notes.drawn,
        rules: notes.rules.clone(),
        fates: notes.fates.clone(),
        missing: notes.missing(),
    };
    let directions = cables.zip(notes).flat_map(|((cable, _), [first, second])| {
        [of_direction(cable, 0, first), of_direction(cable, 1, second)]
    });
    Fates::new(seed, directions.collect())
}
