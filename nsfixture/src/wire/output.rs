//! Where packets go.

use std::fmt;
use std::ops::Range;

use crate::wire::frame::{Packet, Received};

/// A direction of a cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Direction {
    /// The cable, as numbered when it was added.
    pub(crate) cable: usize,
    /// The end that packets come from, 0 or 1.
    pub(crate) from: usize,
}

/// Why packets are not carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Partitions let nothing pass, or answer.
    Partition,
    Outage,
    /// They are longer than what passes, or than the path MTU.
    TooLarge,
    /// Their number is among those to be dropped.
    Dropped,
    /// By chance.
    Random,
    /// The rule in this place has dropped or lost them.
    Rule(usize),
    /// The queue is full.
    QueueFull,
    /// The queue's management (`aqm`) has dropped them.
    Aqm,
}

/// Prints it in words; a rule has its number among those of the direction, counted from 1.
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Partition => "lost, partition",
            Self::Outage => "lost, outage",
            Self::TooLarge => "lost, too large",
            Self::Dropped => "lost, dropped by its number",
            Self::Random => "lost by chance",
            Self::Rule(nth) => return write!(f, "lost, rule {}", nth + 1),
            Self::QueueFull => "lost, queue full",
            Self::Aqm => "lost, dropped by CoDel",
        })
    }
}

/// Takes packets that leave a cable.
pub(crate) trait Output<'a> {
    /// Sends a packet at once.
    fn send(&mut self, direction: Direction, packet: Packet<'a>);

    /// Observes packets of a frame that are not carried.
    fn lose(
        &mut self,
        _direction: Direction,
        _frame: &Received<'_>,
        _packets: Range<u32>,
        _why: Loss,
    ) {
    }
}
