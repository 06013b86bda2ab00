//! One fate.

use std::sync::Arc;

use super::decider::Decider;
use super::place::{FlowName, PacketPlace};
use super::random::Random;

/// What has happened to one packet by chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// What has happened.
    pub kind: FateKind,
    /// What has decided it.
    pub decider: Decider,
    /// The flow of the packet.
    pub flow: Arc<FlowName>,
    /// Whether it came from the end of the flow that was first to send.
    pub is_from_client: bool,
    /// Its place in the flow, among the packets from that end.
    pub place: PacketPlace,
}

/// What has happened to a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FateKind {
    /// It was lost.
    Lost,
    /// It was sent twice.
    Duplicated,
    /// A bit was flipped, in a packet of this length.
    Corrupted {
        /// The number of the bit.
        bit: u32,
        /// The length of the packet in bits, without its Ethernet header.
        of: u32,
        /// Whether it is the second of two copies.
        is_copy: bool,
    },
    /// It has overtaken others.
    Reordered {
        /// Whether it is the second of two copies.
        is_copy: bool,
    },
    /// Its delay was computed from these bits.
    Delayed(u64),
}

impl FateKind {
    /// Returns the name, and a second one for the second of two copies.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Duplicated => "duplicated",
            Self::Corrupted { is_copy: false, .. } => "corrupted",
            Self::Corrupted { is_copy: true, .. } => "copy-corrupted",
            Self::Reordered { is_copy: false } => "reordered",
            Self::Reordered { is_copy: true } => "copy-reordered",
            Self::Delayed(_) => "delayed",
        }
    }

    /// Returns the fault that it is an effect of.
    pub fn fault(self) -> Random {
        match self {
            Self::Lost => Random::Loss,
            Self::Duplicated => Random::Duplicate,
            Self::Corrupted { .. } => Random::Corrupt,
            Self::Reordered { .. } => Random::Reorder,
            Self::Delayed(_) => Random::Jitter,
        }
    }
}
