//! Everything that waits in one direction of a cable.

use std::ops::Range;

use nsfixture_plan::{Impairment, Ppm};

use super::bottleneck::Bottleneck;
use super::fifo::Served;
use super::item::Item;
use super::limit::Admission;
use super::line::Line;
use crate::fault_counters::FaultCounters;
use crate::wire::fault::{Copied, Delay};
use crate::wire::frame::Received;
use crate::wire::time::Time;

/// The queue in front of the rate or the trace, and behind it the packets whose delay is passing.
#[derive(Debug)]
pub(crate) struct Buffer {
    mtu: u32,
    bottleneck: Option<Bottleneck>,
    delay: Delay,
    delayed: Line,
    overtaking: Line,
    /// Whether packets in the queue may be among those that overtake.
    may_overtake: bool,
    /// What the queue's management has dropped, until it is taken.
    dropped: Vec<Item>,
}

impl Buffer {
    /// Returns an empty buffer for an impairment of a cable with this MTU.
    pub(crate) fn new(impairment: &Impairment, mtu: u32) -> Self {
        Self {
            mtu,
            bottleneck: Bottleneck::new(impairment, mtu, Time::default()),
            delay: Delay::new(impairment),
            delayed: Line::default(),
            overtaking: Line::default(),
            may_overtake: impairment.reorder > Ppm::default(),
            dropped: Vec::new(),
        }
    }

    /// Has a trace begin now.
    pub(crate) fn start(&mut self, impairment: &Impairment, now: Time) {
        if let Some(bottleneck) = &mut self.bottleneck {
            bottleneck.start(impairment, now);
        }
    }

    /// Changes the rate and the delay. What waits for the rate waits for the new one.
    pub(crate) fn set(&mut self, impairment: &Impairment, now: Time, counters: &mut FaultCounters) {
        self.serve(now, counters);
        self.may_overtake |= impairment.reorder > Ppm::default();
        self.delay = Delay::new(impairment);
        if self.bottleneck.as_mut().is_some_and(|bottleneck| bottleneck.set(impairment, now)) {
            return;
        }
        let new = Bottleneck::new(impairment, self.mtu, now);
        let waiting = std::mem::replace(&mut self.bottleneck, new);
        for item in waiting.map(Bottleneck::into_items).unwrap_or_default() {
            match &mut self.bottleneck {
                Some(bottleneck) => bottleneck.push(now, item),
                None => self.delay(now, item, counters),
            }
        }
    }

    /// Returns whether packets with this fate can leave at once.
    pub(crate) fn lets_pass(&self, fate: Copied) -> bool {
        let has_time = if fate.overtakes {
            self.overtaking.due().is_none()
        } else {
            self.delay.is_none() && self.delayed.due().is_none()
        };
        has_time && self.bottleneck.is_none()
    }

    /// Adds packets of a frame, as far as they find room. Returns those that do not.
    pub(crate) fn push(
        &mut self,
        now: Time,
        frame: &mut Received<'_>,
        packets: Range<u32>,
        fate: Copied,
        counters: &mut FaultCounters,
    ) -> Vec<Range<u32>> {
        let Some(bottleneck) = &mut self.bottleneck else {
            let item = Item::new(frame, packets, fate);
            counters.queued += item.len();
            self.delay(now, item, counters);
            return Vec::new();
        };
        let Admission { admitted, refused } = bottleneck.admit(now, &frame.segments, packets);
        counters.queue_full += refused.iter().map(|packets| packets.len() as u64).sum::<u64>();
        for packets in admitted {
            let item = Item::new(frame, packets, fate);
            counters.queued += item.len();
            bottleneck.push(now, item);
        }
        self.serve(now, counters);
        refused
    }

    /// Returns what the queue's management has dropped since this was last called.
    pub(crate) fn take_dropped(&mut self) -> impl Iterator<Item = Item> {
        std::mem::take(&mut self.dropped).into_iter()
    }

    /// Serves what waits for the rate.
    pub(crate) fn serve(&mut self, now: Time, counters: &mut FaultCounters) {
        while let Some(served) =
            self.bottleneck.as_mut().and_then(|bottleneck| bottleneck.serve(now))
        {
            match served {
                Served::Dropped(item) => {
                    counters.aqm_dropped += 1;
                    counters.queued -= 1;
                    self.dropped.push(item);
                }
                Served::Sent(at, item) => {
                    counters.marked += if item.part.is_marked { item.len() } else { 0 };
                    // The rate delays what nothing else does.
                    let is_counted = item.overtakes || !self.delay.is_none();
                    counters.delayed += if is_counted { 0 } else { item.len() };
                    self.delay(at, item, counters);
                }
            }
        }
    }

    /// Has packets wait for their delay to pass.
    fn delay(&mut self, from: Time, item: Item, counters: &mut FaultCounters) {
        if item.overtakes {
            counters.reordered += item.len();
            self.overtaking.push(from, item);
        } else {
            counters.delayed += if self.delay.is_none() { 0 } else { item.len() };
            self.delayed.push(from + self.delay.of(item.draw), item);
        }
    }

    /// Returns the next packets that leave until `now`.
    pub(crate) fn pop(&mut self, now: Time, counters: &mut FaultCounters) -> Option<Item> {
        let is_delayed = match (self.delayed.due(), self.overtaking.due()) {
            (Some(delayed), Some(overtaking)) => delayed < overtaking,
            (delayed, _) => delayed.is_some(),
        };
        let line = if is_delayed { &mut self.delayed } else { &mut self.overtaking };
        let item = line.pop(now)?;
        counters.queued -= item.len();
        Some(item)
    }

    /// Returns when something has to be done next.
    pub(crate) fn deadline(&self) -> Option<Time> {
        let due = [self.delayed.due(), self.overtaking.due()].into_iter().flatten().min();
        // What waits for the rate leaves after what is delayed already.
        let is_behind = self.delayed.due().is_some() && !self.may_overtake;
        let served = self.bottleneck.as_ref().filter(|_| !is_behind).and_then(Bottleneck::next);
        [due, served].into_iter().flatten().min()
    }
}
