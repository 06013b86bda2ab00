//! What the faults of cables have done.

use crate::diagnosis::evidence::{CableFaults, Evidence};
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::count;
use crate::fault_counters::FaultCounters;

/// The counters of faults that take every packet, or every one of a kind.
const SEVERED: [(&str, &str); 4] = [
    ("blocked", "lost by a partition"),
    ("rejected", "rejected by a partition"),
    ("outage", "lost in an outage"),
    ("too_large", "lost as too large"),
];

/// Those of faults that take some packets: only where they have taken all. The report about faults has the others.
const IMPAIRED: [(&str, &str); 4] = [
    ("lost", "lost by chance"),
    ("dropped", "dropped by a fault"),
    ("queue_full", "lost at a full queue"),
    ("aqm_dropped", "lost by aqm"),
];

/// A partition, an outage, a path-MTU hole, or a cable on which no packet has arrived.
pub(super) fn severed(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for faults in evidence.faults {
        add(faults, &effects(&faults.counters, &SEVERED), found);
        if is_dead(&faults.counters) {
            add(faults, &effects(&faults.counters, &IMPAIRED), found);
        }
    }
}

/// Returns true if none of the packets has arrived.
fn is_dead(counters: &FaultCounters) -> bool {
    counters.received > 0 && counters.sent == 0 && counters.queued == 0
}

fn effects(counters: &FaultCounters, words: &[(&str, &str)]) -> Vec<String> {
    let count_of = |name: &str| {
        let found = counters.entries().find(|(other, _)| *other == name);
        found.map_or(0, |(_, count)| count)
    };
    let effects = words.iter().map(|(name, words)| (count_of(name), words));
    effects
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect()
}

fn add(faults: &CableFaults, effects: &[String], found: &mut Vec<Finding>) {
    if effects.is_empty() {
        return;
    }
    let of = count(faults.counters.received, "packet");
    let sentence = format!("of {of}, {}", effects.join(", "));
    found.push(Finding { place: format!("the cable {}", faults.direction), sentence });
}
