//! The length of a queue.

use std::num::NonZeroU64;

use nsfixture_plan::Queue;

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

    /// Returns whether a packet may wait in addition to the backlog.
    pub(crate) fn admits(&self, backlog: Backlog, len: usize) -> bool {
        backlog.packets < self.packets && backlog.bytes.saturating_add(len as u64) <= self.bytes
    }
}
