//! Faults on a schedule: a thread begins and ends them while the network is up.

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use nsfixture_plan::{CableFault, FaultEffect, FaultPlan};

use super::agenda::{Act, Agenda};
use super::layers::CableDirection;
use super::network::Network;
use super::progress::{Active, Progress};
use crate::error::{Error, Operation};
use crate::kernel::context::Context;
use crate::kernel::threads::{OwnThread, Part};

impl Network {
    /// Begins what is due, and starts a thread for what is not due yet.
    ///
    /// # Errors
    /// Returns an error if a fault cannot begin, or if no thread can be started.
    pub(super) fn start_schedule(self: &Arc<Self>, cx: Context<'_>) -> Result<(), Error> {
        let start = self.if_up(|up| up.engine.as_ref().map(|engine| engine.started())).flatten();
        // Faults on a schedule act on cables that have an engine.
        let Some(start) = start else { return Ok(()) };
        let mut agenda = Agenda::new(&self.plan.faults);
        self.schedule.progress().resize_with(self.plan.faults.len(), Progress::default);
        self.take_steps(&mut agenda, start)?;
        if agenda.next().is_none() {
            return Ok(());
        }
        let network = Arc::clone(self);
        let run = move || {
            // It waits, wherever the thread that has started it is.
            let _own = OwnThread::register(Part::Resident);
            // It ends with the network.
            let _down = network.follow_schedule(agenda, start);
        };
        let spawn = || thread::Builder::new().name("nsfixture fault".to_owned()).spawn(run);
        let thread = cx.attempt_io(Operation::StartThread, "for faults on a schedule", spawn)?;
        *self.schedule.thread() = Some(thread);
        Ok(())
    }

    fn follow_schedule(&self, mut agenda: Agenda, start: Instant) -> Result<(), Error> {
        while let Some(step) = agenda.next() {
            self.wait_unless_down(0, step.at.saturating_sub(start.elapsed()))?;
            self.take_steps(&mut agenda, start)?;
        }
        Ok(())
    }

    /// Takes all steps that are due now.
    fn take_steps(&self, agenda: &mut Agenda, start: Instant) -> Result<(), Error> {
        let now = start.elapsed();
        let due = |agenda: &Agenda| agenda.next().filter(|step| step.at <= now);
        while let Some(step) = due(agenda) {
            match step.act {
                Act::Begin => self.begin(step.fault)?,
                Act::End => self.end(step.fault)?,
            }
            agenda.done(step, start.elapsed());
        }
        Ok(())
    }

    fn begin(&self, fault: usize) -> Result<(), Error> {
        let active = match &self.plan.faults[fault].effect {
            FaultEffect::Cut { cuts, rejects } => {
                Active::Partition(self.partition(cuts.clone(), *rejects)?)
            }
            FaultEffect::Impair(faults) => {
                let layer = |fault: &CableFault| {
                    let at = CableDirection { cable: fault.cable, from: fault.from };
                    Ok((at, self.add_impairment(at, fault.impairment.clone())?))
                };
                Active::Layers(faults.iter().map(layer).collect::<Result<_, Error>>()?)
            }
        };
        let progress = &mut self.schedule.progress()[fault];
        progress.begun += 1;
        progress.active = Some(active);
        Ok(())
    }

    /// Ends a fault, if nobody has ended it before.
    fn end(&self, fault: usize) -> Result<(), Error> {
        let active = self.schedule.progress()[fault].active.take();
        match active {
            None => Ok(()),
            Some(Active::Partition(partition)) => self.heal(partition),
            Some(Active::Layers(layers)) => {
                layers.into_iter().try_for_each(|(at, layer)| self.remove_impairment(at, layer))
            }
        }
    }

    /// Returns for each fault on a schedule whether it has begun, in lines.
    pub(super) fn schedule_report(&self) -> Vec<String> {
        let progress = self.schedule.progress();
        let line = |(fault, progress): (&FaultPlan, &Progress)| {
            let is_cut_short = fault.lasts.is_some() && progress.active.is_some();
            let then = if is_cut_short { ", and was not over when the test ended" } else { "" };
            match progress.begun {
                0 => format!("{fault}: never began, the test ended before"),
                1 => format!("{fault}: began{then}"),
                times => format!("{fault}: began {times} times{then}"),
            }
        };
        self.plan.faults.iter().zip(&*progress).map(line).collect()
    }
}
