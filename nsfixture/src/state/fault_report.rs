//! What faults have done in a network, for the report of a failed test.

use std::sync::PoisonError;
use std::time::Duration;

use nsfixture_plan::Impairment;

use super::engine_report::{EngineReport, describe, describe_overload};
use super::layers::CableDirection;
use super::network::Network;
use super::rule_report;
use crate::fault_counters::FaultCounters;
use crate::kernel::pump::Engine;
use crate::output;
use crate::rule_counters::RuleCounters;

/// By how much packets may leave late without it being reported.
const LATE: Duration = Duration::from_millis(5);

/// The most directions that are listed.
const MAX_LINES: usize = 20;

impl Network {
    /// Keeps what the engine has done, once it is stopped. Prints what the kernel could not take where it does not
    /// grant the buffers that it would take.
    pub(super) fn keep_report(&self, engine: &Engine) {
        let cables = self.plan.cables.iter().enumerate().filter(|(_, cable)| cable.wire.is_some());
        let directions = cables.flat_map(|(cable, _)| {
            [CableDirection { cable, from: 0 }, CableDirection { cable, from: 1 }]
        });
        let directions: Vec<CableDirection> = directions.collect();
        let counters = |at: CableDirection| (at, engine.last_counters(at.cable, at.from));
        let report = EngineReport {
            counters: directions.iter().copied().map(counters).collect(),
            rules: directions.into_iter().map(|at| (at, self.last_rules(engine, at))).collect(),
            overload: engine.overload(),
            notes: engine.last_notes(),
        };
        if let Some(lost) = describe_overload(&report.overload)
            && report.overload.is_room_limited
        {
            let test = self.test.as_ref().map(|test| format!("`{test}`: ")).unwrap_or_default();
            output::print_line(&format!("note: {test}{lost}"));
        }
        *self.engine_report.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
    }

    /// Returns what the kernel could not take although it has granted the buffers that bursts need: the network was
    /// not the one that was asked for. It is returned once. The network is down.
    pub(crate) fn take_loss_by_overload(&self) -> Option<String> {
        let mut report = self.engine_report.lock().unwrap_or_else(PoisonError::into_inner);
        let overload = &mut report.as_mut()?.overload;
        let loss = if overload.is_room_limited { None } else { describe_overload(overload) };
        (overload.overruns, overload.unsent) = (0, 0);
        loss
    }

    /// Returns what faults have done, and the seed, in lines. The network is down.
    pub(crate) fn fault_report(&self) -> Vec<String> {
        let report = self.engine_report.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(report) = &*report else { return Vec::new() };
        let line = |&(at, ref counters): &(CableDirection, FaultCounters)| {
            let wire = self.plan.cables[at.cable].wire.as_ref();
            let is_impaired = wire.is_some_and(|wire| has_own(&wire.impairments[at.from]));
            let never =
                if counters.acted() { "" } else { ": the faults of the topology never acted" };
            (is_impaired || counters.acted()).then(|| {
                format!("faults of {}: {}{never}", self.direction_name(at), describe(counters))
            })
        };
        let mut lines: Vec<String> = report.counters.iter().filter_map(line).collect();
        lines.extend(rule_report::lines(&self.plan, &report.rules));
        if lines.len() > MAX_LINES {
            let more = lines.split_off(MAX_LINES).len();
            lines.push(format!("and {more} more lines about faults"));
        }
        lines.extend(self.schedule_report());
        let late = report.overload.late;
        if late > LATE {
            lines.push(format!("packets left up to {late:.0?} late, because the machine was busy"));
        }
        let seed = self.seed;
        lines.push(match self.replayed {
            Some(_) => "what happened to packets by chance was replayed".to_owned(),
            None => format!("the seed of the faults is {seed}; NSFIXTURE_SEED={seed} sets it"),
        });
        lines
    }

    /// Returns what has happened to packets in each direction of the cables that can be impaired: the names of the cable and
    /// of the end that they come from, and the counters. The network is down.
    pub(crate) fn traffic(&self) -> Vec<(String, String, FaultCounters)> {
        let report = self.engine_report.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |&(CableDirection { cable, from }, counters): &(CableDirection, FaultCounters)| {
            let end = self.plan.cables[cable].ends[from];
            let from = match end.in_host() {
                Some(_) => self.plan.name(end.site).to_owned(),
                None => "(switch)".to_owned(),
            };
            (self.plan.cable_name(cable), from, counters)
        };
        report.iter().flat_map(|report| report.counters.iter().map(of)).collect()
    }

    /// Returns what the rules of the topology have done in a direction.
    fn last_rules(&self, engine: &Engine, at: CableDirection) -> Vec<RuleCounters> {
        let wire = self.plan.cables[at.cable].wire.as_ref();
        let rules = wire.map(|wire| &wire.impairments[at.from].rules[..]).unwrap_or_default();
        engine.last_rule_counters(at.cable, at.from, rules)
    }

    /// Returns the name of a direction: "`a-b` from `a`".
    pub(crate) fn direction_name(&self, at: CableDirection) -> String {
        let CableDirection { cable, from } = at;
        let (name, end) = (self.plan.cable_name(cable), self.plan.cables[cable].ends[from]);
        match end.in_host() {
            Some(_) => format!("`{name}` from `{}`", self.plan.name(end.site)),
            None => format!("`{name}` from the switch"),
        }
    }
}

/// Returns true if there are faults other than rules, which are listed by themselves.
fn has_own(impairment: &Impairment) -> bool {
    let only_rules = Impairment { rules: impairment.rules.clone(), ..Impairment::default() };
    *impairment != only_rules
}
