//! Packets of which a fragment is missing.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::count;

/// Fragments whose packet was never complete.
pub(super) fn missing(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let counters = &state.counters;
        let failed = counters.sum(&["IpReasmFails", "Ip6ReasmFails"]);
        if failed > 0 {
            let sentence = format!(
                "reassembly has failed {}: not all fragments arrived in time, or there was no room",
                count(failed, "time"),
            );
            found.push(evidence.finding(state, sentence));
        }
        let waiting = counters.sum(&["FRAG inuse", "FRAG6 inuse"]);
        if waiting > 0 {
            let sentence = format!("{} still without all fragments", count(waiting, "packet"));
            found.push(evidence.finding(state, sentence));
        }
    }
}
