//! Where the draws for each fault come from.

use crate::wire::hash::{combine, mix, of_bytes};

/// A kind of fault that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Loss,
    Burst,
    Duplicate,
    Corrupt,
    /// Which bit is flipped.
    Bit,
    Reorder,
    Delay,
    /// Corruption of the second of two copies.
    CopyCorrupt,
    /// Reordering of the second of two copies.
    CopyReorder,
}

/// The seed of one direction of a cable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seeds(u64);

impl Seeds {
    /// Returns the seed of a direction of the cable with this name.
    pub(crate) fn new(seed: u64, name: &str, from: usize) -> Self {
        Self(combine(combine(mix(seed), of_bytes(name.as_bytes())), from as u64))
    }

    /// Returns the seed of the rule in a place. No kind of fault has this large a number.
    pub(crate) fn of_rule(self, nth: usize) -> Self {
        Self(combine(combine(self.0, u64::from_be_bytes(*b"the rule")), nth as u64))
    }

    /// Returns what the draws for a fault are combined with.
    pub(crate) fn of(self, fault: Fault) -> u64 {
        combine(self.0, fault as u64)
    }

    /// Returns 64 uniformly distributed bits, always the same for a fault and what stands for a packet.
    pub(crate) fn draw(self, fault: Fault, packet: u64) -> u64 {
        combine(self.of(fault), packet)
    }
}
