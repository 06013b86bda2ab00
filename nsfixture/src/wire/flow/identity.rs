//! What a flow is, in each run.

use nsfixture_plan::FlowName;

use super::key::Key;
use crate::wire::hash::combine;

/// Returns the hash of a flow: the number is that among those of the same class.
pub(super) fn of_flow(class: u64, number: u64) -> u64 {
    combine(class, number)
}

/// Returns what stands for the packets that an end of a flow sends: 0 for the client.
pub(super) fn of_end(id: u64, end: usize) -> u64 {
    combine(id, end as u64)
}

/// Returns what stands for the packets that the client, or the server, of a flow with this name sends.
pub(super) fn of_name(name: &FlowName, is_from_client: bool) -> u64 {
    let (key, is_low_client) = Key::of_name(&name.ends);
    of_end(of_flow(key.class(is_low_client), name.number), usize::from(!is_from_client))
}
