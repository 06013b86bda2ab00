//! What a flow is, in each run.

use std::sync::Arc;

use nsfixture_plan::fates::FlowName;

use super::key::Key;
use crate::wire::hash::combine;

/// What a flow is, in each run: all but the client's port.
#[derive(Debug)]
pub(crate) struct Identity {
    key: Key,
    is_low_client: bool,
    /// The number among those of the same class, counted from 1.
    number: u64,
    /// Made for the first fate.
    name: Option<Arc<FlowName>>,
}

impl Identity {
    pub(super) fn new(key: Key, is_low_client: bool, number: u64) -> Self {
        Self { key, is_low_client, number, name: None }
    }

    /// Returns the hash of the flow.
    pub(super) fn id(&self) -> u64 {
        combine(self.key.class(self.is_low_client), self.number)
    }

    /// Returns the end that a packet comes from: 0 for the client.
    pub(super) fn end(&self, is_low: bool) -> usize {
        usize::from(is_low != self.is_low_client)
    }

    /// Returns the name of the flow.
    pub(super) fn name(&mut self) -> &Arc<FlowName> {
        let Self { key, is_low_client, number, name } = self;
        name.get_or_insert_with(|| {
            Arc::new(FlowName { ends: key.name(*is_low_client), number: *number })
        })
    }
}

/// Returns what stands for the packets that an end of a flow sends.
pub(super) fn of_end(id: u64, end: usize) -> u64 {
    combine(id, end as u64)
}

/// Returns what stands for the packets that the client, or the server, of a flow with this name sends.
pub(super) fn of_name(name: &FlowName, is_from_client: bool) -> u64 {
    let (key, is_low_client) = Key::of_name(&name.ends);
    let identity = Identity::new(key, is_low_client, name.number);
    of_end(identity.id(), usize::from(!is_from_client))
}
