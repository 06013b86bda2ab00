//! What happens to a packet that is not lost.

/// What happens to one of the copies of a packet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Copied {
    /// If a bit is flipped, where it is drawn from.
    pub(crate) corrupt: Option<u64>,
    /// Whether it overtakes those that are delayed.
    pub(crate) overtakes: bool,
    /// Where the delay is drawn from.
    pub(crate) draw: u64,
}
