//! What happens to the packets of a segment, in a few words.

use crate::impairment::Impairment;
use crate::plan::{HostEnd, Plan};

/// The number of hosts up to which a group is listed by name.
const NAMES: usize = 3;

/// Returns a note for each group of hosts whose packets have the same faults; without names, if these are all
/// hosts.
pub(super) fn notes(plan: &Plan, ends: &[HostEnd], faults: &[Option<&Impairment>]) -> Vec<String> {
    let mut groups: Vec<(&Impairment, Vec<&str>)> = Vec::new();
    for (end, faults) in ends.iter().zip(faults) {
        let Some(faults) = faults.filter(|faults| **faults != Impairment::default()) else {
            continue;
        };
        let name = plan.nodes[end.node].name.as_str();
        match groups.iter_mut().find(|(of, _)| *of == faults) {
            Some((_, names)) => names.push(name),
            None => groups.push((faults, vec![name])),
        }
    }
    let note = |(faults, names): (&Impairment, Vec<&str>)| match names.len() {
        all if all == ends.len() => faults.to_string(),
        few if few <= NAMES => format!("from {}: {faults}", names.join(", ")),
        many => format!("from {many} hosts: {faults}"),
    };
    groups.into_iter().map(note).collect()
}
