//! The length of a queue.

use std::num::NonZeroU64;
use std::ops::Range;

use nsfixture_plan::Queue;

use crate::wire::frame::Segments;
use crate::wire::time::nanos;

/// What waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Backlog {
    pub(crate) packets: u64,
    pub(crate) bytes: u64,
}

impl Backlog {
    pub(crate) fn add(&mut self, len: usize) {
        self.packets += 1;
        self.bytes += len as u64;
    }

    pub(crate) fn remove(&mut self, len: usize) {
        self.packets -= 1;
        self.bytes -= len as u64;
    }
}

/// The most that may wait.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    packets: u64,
    bytes: u64,
}

impl Limit {
    /// Returns the limit of a queue in front of a rate.
    pub(crate) fn new(queue: Queue, rate: NonZeroU64) -> Self {
        let (mut packets, mut bytes) = (u64::MAX, u64::MAX);
        match queue {
            Queue::Packets(limit) => packets = limit.get().into(),
            Queue::Bytes(limit) => bytes = limit.get(),
            Queue::Time(limit) => {
                let bits = u128::from(rate.get()) * u128::from(nanos(limit)) / 1_000_000_000;
                bytes = (bits / 8).try_into().unwrap_or(u64::MAX);
            }
        }
        Self { packets, bytes }
    }

    /// Returns those packets of a frame that may wait in addition to the backlog, and the number of the others. The first one
    /// does not wait if the link is idle.
    pub(crate) fn admit(
        &self,
        mut waiting: Backlog,
        mut is_idle: bool,
        segments: &Segments,
        packets: Range<u32>,
    ) -> (Vec<Range<u32>>, u64) {
        let (mut admitted, mut full) = (Vec::<Range<u32>>::new(), 0);
        for packet in packets {
            let len = segments.wire_len(packet);
            if is_idle {
                is_idle = false;
            } else if self.admits(waiting, len) {
                waiting.add(len);
            } else {
                full += 1;
                continue;
            }
            match admitted.last_mut() {
                Some(last) if last.end == packet => last.end += 1,
                _ => admitted.push(packet..packet + 1),
            }
        }
        (admitted, full)
    }

    /// Returns whether a packet may wait in addition to the backlog.
    fn admits(&self, backlog: Backlog, len: usize) -> bool {
        backlog.packets < self.packets && backlog.bytes.saturating_add(len as u64) <= self.bytes
    }
}
