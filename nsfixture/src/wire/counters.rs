//! What happened to the packets in one direction.

/// The numbers of packets in one direction of a cable, as they are on the wire: each segment of a GSO packet counts.
///
/// `received + duplicated` is `sent + lost + dropped + blocked + queue_full + aqm_dropped + queued`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counters {
    /// Packets that entered the cable.
    pub(crate) received: u64,
    /// Packets that left it.
    pub(crate) sent: u64,
    /// Packets lost at random.
    pub(crate) lost: u64,
    /// Packets lost because of their number.
    pub(crate) dropped: u64,
    /// Packets lost because the direction was blocked.
    pub(crate) blocked: u64,
    /// Copies made.
    pub(crate) duplicated: u64,
    /// Packets with a flipped bit.
    pub(crate) corrupted: u64,
    /// Packets that overtook those that are delayed.
    pub(crate) reordered: u64,
    /// Packets that were delayed, the time in the queue not included.
    pub(crate) delayed: u64,
    /// Packets lost because the queue was full.
    pub(crate) queue_full: u64,
    /// Packets that the queue's management dropped.
    pub(crate) aqm_dropped: u64,
    /// Packets that the queue's management marked.
    pub(crate) marked: u64,
    /// Packets that have entered and not left yet.
    pub(crate) queued: u64,
}
