//! The impairments of each direction of a cable: what was set, and what guards have put on top.

use std::collections::HashMap;

use nsfixture_plan::Impairment;

/// One direction of a cable: the packets that come from the end `from` of the cable `cable` of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CableDirection {
    pub(crate) cable: usize,
    pub(crate) from: usize,
}

/// The impairments that were set at run time.
#[derive(Default)]
pub(super) struct Impairments {
    pub(super) layers: HashMap<CableDirection, Layers>,
    pub(super) last: u64,
}

/// The last layer is active.
pub(super) struct Layers {
    pub(super) base: Impairment,
    pub(super) guarded: Vec<(LayerId, Impairment)>,
}

/// The number of a layer, unique in the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LayerId(pub(super) u64);

impl Layers {
    pub(super) fn active(&self) -> &Impairment {
        self.guarded.last().map_or(&self.base, |(_, impairment)| impairment)
    }
}
