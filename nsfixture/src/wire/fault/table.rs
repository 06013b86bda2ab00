//! What has happened before, and is to happen again.

use std::collections::HashMap;

use nsfixture_plan::{Decider, DirectionFates, Fate, FateKind};

use super::seeds::Fault;
use crate::wire::flow;
use crate::wire::frame::draw_of;
use crate::wire::hash::{BuildMixer, combine};

/// The fates of one direction of a cable, by what has decided, the fault and what stands for the packet.
#[derive(Debug, Default)]
pub(crate) struct Table(HashMap<u64, u64, BuildMixer>);

impl Table {
    /// Returns the table of these fates.
    pub(crate) fn new(direction: &DirectionFates) -> Self {
        let mut table = HashMap::default();
        for Fate { kind, decider, flow, is_from_client, place } in &direction.fates {
            let (fault, value) = match *kind {
                FateKind::Lost => (Fault::Loss, 0),
                FateKind::Duplicated => (Fault::Duplicate, 0),
                FateKind::Corrupted { bit, of, is_copy } => {
                    (if is_copy { Fault::CopyCorrupt } else { Fault::Corrupt }, draw_of(bit, of))
                }
                FateKind::Reordered { is_copy: false } => (Fault::Reorder, 0),
                FateKind::Reordered { is_copy: true } => (Fault::CopyReorder, 0),
                FateKind::Delayed(draw) => (Fault::Delay, draw),
            };
            let packet = flow::of_name(place, flow, *is_from_client, direction.mtu);
            table.insert(key(*decider, fault, packet), value);
        }
        Self(table)
    }

    /// Returns the fate of a packet, if it had one.
    pub(crate) fn get(&self, decider: Decider, fault: Fault, packet: u64) -> Option<u64> {
        self.0.get(&key(decider, fault, packet)).copied()
    }
}

fn key(decider: Decider, fault: Fault, packet: u64) -> u64 {
    // There are fewer than 256 faults.
    combine((decider.number() as u64) << 8 | fault as u64, packet)
}
