//! What the engine of a network has done.

use super::layers::CableDirection;
use crate::fault_counters::FaultCounters;
use crate::kernel::pump::Overload;
use crate::rule_counters::RuleCounters;
use crate::wire::Notes;

/// What the engine of a network has done.
pub(super) struct EngineReport {
    pub(super) counters: Vec<(CableDirection, FaultCounters)>,
    /// What the rules of the topology have done.
    pub(super) rules: Vec<(CableDirection, Vec<RuleCounters>)>,
    pub(super) overload: Overload,
    /// What has happened by chance.
    pub(super) notes: Vec<[Notes; 2]>,
}

/// Describes what has happened to packets.
pub(super) fn describe(counters: &FaultCounters) -> String {
    let words = |name| match name {
        "outage" => "lost in an outage",
        "too_large" => "lost as too large",
        "queue_full" => "lost at a full queue",
        "aqm_dropped" => "lost by aqm",
        other => other,
    };
    let effects = counters.effects().map(|(name, count)| format!("{count} {}", words(name)));
    let effects: Vec<String> = effects.collect();
    let packets = match counters.received {
        1 => "1 packet".to_owned(),
        count => format!("{count} packets"),
    };
    if effects.is_empty() { packets } else { format!("{packets}: {}", effects.join(", ")) }
}

/// Describes what the kernel could not take, if something was lost.
pub(super) fn describe_overload(overload: &Overload) -> Option<String> {
    let Overload { overruns, unsent, is_room_limited, .. } = *overload;
    let why = if is_room_limited {
        "`net.core.rmem_max` limits them to less than 4 MiB"
    } else {
        "the machine was too busy"
    };
    (overruns > 0 || unsent > 0).then(|| {
        format!(
            "cables with faults lost packets that no fault was meant to take: {overruns} frames did not fit into \
             the engine's buffers ({why}), {unsent} packets could not be sent"
        )
    })
}
