//! What faults have done.

/// Defines the counters, and what needs all of them.
macro_rules! counters {
    ($(#[$of_all:meta])* { $($(#[$doc:meta])* $name:ident,)* }) => {
        $(#[$of_all])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct FaultCounters {
            $($(#[$doc])* pub $name: u64,)*
        }

        impl FaultCounters {
            /// Returns all counters with their names, in the order of the fields.
            #[doc(hidden)]
            pub fn entries(&self) -> impl Iterator<Item = (&'static str, u64)> {
                [$((stringify!($name), self.$name)),*].into_iter()
            }

            /// Returns what has happened since `before`. `queued` stays as it is.
            #[must_use]
            pub fn since(&self, before: &Self) -> Self {
                let since = Self { $($name: self.$name.saturating_sub(before.$name)),* };
                Self { queued: self.queued, ..since }
            }
        }
    };
}

counters! {
    /// What happened to the packets in one direction of a cable that can be impaired.
    ///
    /// Packets are counted as on a wire: a large one that the kernel hands over whole (GSO) counts as the packets
    /// of at most the MTU that a network card would make of it.
    ///
    /// Every packet is accounted for: `received + duplicated + fragments + answers` is the sum of `sent`, `lost`,
    /// `dropped`, `outage`, `too_large`, `fragmented`, `blocked`, `rejected`, `queue_full`, `aqm_dropped` and `queued`.
    {
        /// Packets that have come from the host.
        received,
        /// Packets that have left for the other end.
        sent,
        /// Packets lost by `loss`, that of [rules](crate::Rule) included.
        lost,
        /// Packets lost by `drop` and `drop_every`, those of rules included.
        dropped,
        /// Packets lost by `outage`.
        outage,
        /// Times at which the cable has lost its carriers by `flap`: no packets, and the same in both directions.
        flaps,
        /// Packets lost by `blackhole_above`, or by `path_mtu`, which tells their senders.
        too_large,
        /// Packets that were replaced by their fragments, by `path_mtu`.
        fragmented,
        /// Fragments that `path_mtu` has made.
        fragments,
        /// Answers of the cable itself to packets of the other direction, which it did not carry, by `path_mtu` and
        /// by partitions that reject.
        answers,
        /// Packets lost by a partition.
        blocked,
        /// Packets rejected by a partition: lost, and their senders were told.
        rejected,
        /// Packets that were sent a second time by `duplicate`, that of rules included.
        duplicated,
        /// Packets in which `corrupt` has flipped a bit, that of rules included.
        corrupted,
        /// Packets that have overtaken others by `reorder`.
        reordered,
        /// Packets that were delayed, by `delay` or by `rate`.
        delayed,
        /// Packets lost because the queue was full.
        queue_full,
        /// Packets lost by `aqm`.
        aqm_dropped,
        /// Packets marked by `aqm` with ECN.
        marked,
        /// Packets that are on their way.
        queued,
    }
}

impl FaultCounters {
    /// Returns what faults have done: the counters of packets that did not simply pass, without those of which
    /// there are none.
    pub(crate) fn effects(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let passing = ["received", "sent", "queued", "answers"];
        self.entries().filter(move |(name, count)| *count > 0 && !passing.contains(name))
    }

    /// Returns true if some fault has changed what happened to some packet.
    pub fn acted(&self) -> bool {
        self.effects().next().is_some()
    }
}
