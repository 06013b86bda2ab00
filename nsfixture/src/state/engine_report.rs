//! What the engine of a network has done.

use super::layers::CableDirection;
use crate::fault_counters::FaultCounters;
use crate::kernel::pump::Overload;

/// What the engine of a network has done.
pub(super) struct EngineReport {
    pub(super) counters: Vec<(CableDirection, FaultCounters)>,
    pub(super) overload: Overload,
}

/// Describes what has happened to packets.
pub(super) fn describe(counters: &FaultCounters) -> String {
    let acted = [
        ("delayed", counters.delayed),
        ("lost", counters.lost),
        ("dropped", counters.dropped),
        ("lost in an outage", counters.outage),
        ("lost as too large", counters.too_large),
        ("blocked", counters.blocked),
        ("duplicated", counters.duplicated),
        ("corrupted", counters.corrupted),
        ("reordered", counters.reordered),
        ("lost at a full queue", counters.queue_full),
        ("lost by aqm", counters.aqm_dropped),
        ("marked", counters.marked),
    ];
    let acted = acted.iter().filter(|(_, count)| *count > 0);
    let acted: Vec<String> = acted.map(|(what, count)| format!("{count} {what}")).collect();
    let packets = match counters.received {
        1 => "1 packet".to_owned(),
        count => format!("{count} packets"),
    };
    if acted.is_empty() { packets } else { format!("{packets}: {}", acted.join(", ")) }
}
