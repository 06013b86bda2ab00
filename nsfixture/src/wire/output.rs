//! Where packets go.

use crate::wire::frame::Packet;

/// A direction of a cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Direction {
    /// The cable, as numbered when it was added.
    pub(crate) cable: usize,
    /// The end that packets come from, 0 or 1.
    pub(crate) from: usize,
}

/// Takes packets that leave a cable.
pub(crate) trait Output<'a> {
    /// Sends a packet at once.
    fn send(&mut self, direction: Direction, packet: Packet<'a>);
}
