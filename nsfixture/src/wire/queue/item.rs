//! Packets that wait.

use std::ops::Range;

use crate::wire::fault::Copied;
use crate::wire::frame::{Part, Received};

/// Adjacent packets of a frame that wait.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) frame: Received<'static>,
    pub(crate) part: Part,
    /// Whether they overtake those that are delayed.
    pub(crate) overtakes: bool,
    /// Where their delay is drawn from.
    pub(crate) draw: u64,
}

impl Item {
    /// Returns packets of a frame, whose bytes are copied the first time.
    pub(crate) fn new(frame: &mut Received<'_>, packets: Range<u32>, fate: Copied) -> Self {
        let Copied { overtakes, draw, .. } = fate;
        let part = Part { packets, is_marked: false };
        Self { frame: frame.keep(), part, overtakes, draw }
    }

    /// Returns one of the packets.
    pub(crate) fn only(&self, packet: u32, is_marked: bool) -> Self {
        let part = Part { packets: packet..packet + 1, is_marked };
        Self { part, ..self.clone() }
    }

    /// Adds packets if they are the next of the same frame; otherwise gives them back.
    pub(crate) fn join(&mut self, other: Self) -> Option<Self> {
        let is_next = self.part.packets.end == other.part.packets.start
            && self.part.is_marked == other.part.is_marked
            && self.frame.is(&other.frame);
        if !is_next {
            return Some(other);
        }
        self.part.packets.end = other.part.packets.end;
        None
    }

    /// Returns the number of packets.
    pub(crate) fn len(&self) -> u64 {
        self.part.packets.len() as u64
    }
}
