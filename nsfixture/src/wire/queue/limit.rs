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

/// Which packets of a frame find room.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Admission {
    pub(crate) admitted: Vec<Range<u32>>,
    pub(crate) refused: Vec<Range<u32>>,
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

    /// Decides which packets of a frame may wait in addition to the backlog. The first one does not wait if the link is
    /// idle.
    pub(crate) fn admit(
        &self,
        mut waiting: Backlog,
        mut is_idle: bool,
        segments: &Segments,
        packets: Range<u32>,
    ) -> Admission {
        let mut admission = Admission::default();
        for packet in packets {
            let len = segments.wire_len(packet);
            let side = if is_idle {
                is_idle = false;
                &mut admission.admitted
            } else if self.admits(waiting, len) {
                waiting.add(len);
                &mut admission.admitted
            } else {
                &mut admission.refused
            };
            match side.last_mut() {
                Some(last) if last.end == packet => last.end += 1,
                _ => side.push(packet..packet + 1),
            }
        }
        admission
    }

    /// Returns whether a packet may wait in addition to the backlog.
    fn admits(&self, backlog: Backlog, len: usize) -> bool {
        backlog.packets < self.packets && backlog.bytes.saturating_add(len as u64) <= self.bytes
    }
}
