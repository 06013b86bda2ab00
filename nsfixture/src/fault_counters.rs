//! What faults have done.

/// What happened to the packets in one direction of a cable that can be impaired.
///
/// Packets are counted as on a wire: a large one that the kernel hands over whole (GSO) counts as the packets
/// of at most the MTU that a network card would make of it.
///
/// Every packet is accounted for: `received + duplicated` is the sum of `sent`, `lost`, `dropped`, `outage`,
/// `too_large`, `blocked`, `queue_full`, `aqm_dropped` and `queued`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FaultCounters {
    /// Packets that have come from the host.
    pub received: u64,
    /// Packets that have left for the other end.
    pub sent: u64,
    /// Packets lost by `loss`.
    pub lost: u64,
    /// Packets lost by `drop` and `drop_every`.
    pub dropped: u64,
    /// Packets lost by `outage`.
    pub outage: u64,
    /// Packets lost by `blackhole_above`.
    pub too_large: u64,
    /// Packets lost by a partition.
    pub blocked: u64,
    /// Packets that were sent a second time by `duplicate`.
    pub duplicated: u64,
    /// Packets in which `corrupt` has flipped a bit.
    pub corrupted: u64,
    /// Packets that have overtaken others by `reorder`.
    pub reordered: u64,
    /// Packets that were delayed, by `delay` or by `rate`.
    pub delayed: u64,
    /// Packets lost because the queue was full.
    pub queue_full: u64,
    /// Packets lost by `aqm`.
    pub aqm_dropped: u64,
    /// Packets marked by `aqm` with ECN.
    pub marked: u64,
    /// Packets that are on their way.
    pub queued: u64,
}

impl FaultCounters {
    /// Returns true if some fault has changed what happened to some packet.
    pub fn acted(&self) -> bool {
        let Self { lost, dropped, blocked, duplicated, corrupted, reordered, delayed, .. } = *self;
        let Self { outage, too_large, queue_full, aqm_dropped, marked, .. } = *self;
        lost + dropped + blocked + duplicated + corrupted + reordered + delayed > 0
            || outage + too_large + queue_full + aqm_dropped + marked > 0
    }

    /// Returns what has happened since `before`. `queued` stays as it is.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        Self {
            received: self.received - before.received,
            sent: self.sent - before.sent,
            lost: self.lost - before.lost,
            dropped: self.dropped - before.dropped,
            outage: self.outage - before.outage,
            too_large: self.too_large - before.too_large,
            blocked: self.blocked - before.blocked,
            duplicated: self.duplicated - before.duplicated,
            corrupted: self.corrupted - before.corrupted,
            reordered: self.reordered - before.reordered,
            delayed: self.delayed - before.delayed,
            queue_full: self.queue_full - before.queue_full,
            aqm_dropped: self.aqm_dropped - before.aqm_dropped,
            marked: self.marked - before.marked,
            queued: self.queued,
        }
    }
}
