//! The queue in front of a rate.

use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::ops::Range;
use std::time::Duration;

use nsfixture_plan::{Aqm, Impairment};

use super::codel::Codel;
use super::item::Item;
use super::limit::{Admission, Backlog, Limit};
use super::link::Link;
use crate::wire::frame::{Part, Segments};
use crate::wire::time::Time;

/// How long the first packets of a frame may be held up so that others leave with them, as one frame.
const QUANTUM: Duration = Duration::from_micros(100);

/// The queue in front of a rate, and the link behind it.
#[derive(Debug)]
pub(crate) struct Fifo {
    rate: NonZeroU64,
    limit: Limit,
    codel: Option<Codel>,
    link: Link,
    items: VecDeque<(Time, Item)>,
    backlog: Backlog,
    /// Packets that were served ahead of time, with the time from which on they do not wait any more.
    ahead: VecDeque<(Time, usize)>,
    /// The length of the longest packet of the cable.
    longest: u64,
}

/// Packets that leave the queue.
#[derive(Debug)]
pub(crate) enum Served {
    /// They have been sent at this time.
    Sent(Time, Item),
    /// The queue's management has dropped one.
    Dropped(Item),
}

impl Fifo {
    /// Returns an empty queue for an impairment with this rate, in a cable with this MTU.
    pub(crate) fn new(impairment: &Impairment, rate: NonZeroU64, mtu: u32) -> Self {
        let limit = Limit::new(impairment.queue, rate);
        Self {
            rate,
            limit,
            codel: codel(impairment),
            link: Link::default(),
            items: VecDeque::new(),
            backlog: Backlog::default(),
            ahead: VecDeque::new(),
            longest: u64::from(mtu) + 14,
        }
    }

    /// Changes the rate and the limits; what waits goes on waiting.
    pub(crate) fn set(&mut self, impairment: &Impairment, rate: NonZeroU64) {
        if rate != self.rate {
            self.link.change_rate();
        }
        self.rate = rate;
        self.limit = Limit::new(impairment.queue, rate);
        self.codel = codel(impairment).map(|new| self.codel.unwrap_or(new));
    }

    /// Decides which packets of a frame find room.
    ///
    /// Everything until `now` must have been served.
    pub(crate) fn admit(
        &mut self,
        now: Time,
        segments: &Segments,
        packets: Range<u32>,
    ) -> Admission {
        while self.ahead.front().is_some_and(|(start, _)| *start <= now) {
            self.ahead.pop_front();
        }
        let mut waiting = self.backlog;
        for (_, len) in &self.ahead {
            waiting.add(*len);
        }
        // A packet that is sent at once does not wait.
        let is_idle = self.items.is_empty() && self.link.free <= now;
        self.limit.admit(waiting, is_idle, segments, packets)
    }

    /// Adds packets that were admitted.
    pub(crate) fn push(&mut self, arrived: Time, item: Item) {
        for packet in item.part.packets.clone() {
            self.backlog.add(item.frame.segments.wire_len(packet));
        }
        self.items.push_back((arrived, item));
    }

    /// Returns when the next packet can be served.
    pub(crate) fn next(&self) -> Option<Time> {
        self.items.front().map(|(arrived, _)| self.link.free.max(*arrived))
    }

    /// Serves packets of one frame if the link is free for them by `now`.
    ///
    /// Those that follow within a short time are served with them, and leave when the last of them does.
    pub(crate) fn serve(&mut self, now: Time) -> Option<Served> {
        let first = self.next().filter(|&start| start <= now)?;
        let (arrived, item) = self.items.front_mut()?;
        let begin = item.part.packets.start;
        let mut is_marked = false;
        while item.part.packets.start < item.part.packets.end {
            let packet = item.part.packets.start;
            let len = item.frame.segments.wire_len(packet);
            let start = self.link.free.max(*arrived);
            let link = self.link.after(start, len, self.rate);
            let is_first = packet == begin;
            if !is_first && link.free > first + QUANTUM {
                break;
            }
            if let Some(codel) = &mut self.codel {
                let mut left = self.backlog;
                left.remove(len);
                let mut next = *codel;
                let takes = next.takes(start, start - *arrived, left.bytes <= self.longest);
                if takes && !is_first {
                    break;
                }
                *codel = next;
                if takes && !item.frame.can_be_marked() {
                    let dropped = item.only(packet, false);
                    item.part.packets.start += 1;
                    self.backlog.remove(len);
                    self.pop_if_empty();
                    return Some(Served::Dropped(dropped));
                }
                is_marked = takes;
            }
            self.link = link;
            self.backlog.remove(len);
            item.part.packets.start += 1;
            if start > now {
                self.ahead.push_back((start, len));
            }
            if is_marked {
                break;
            }
        }
        let part = Part { packets: begin..item.part.packets.start, is_marked };
        let served = Item { part, ..item.clone() };
        self.pop_if_empty();
        Some(Served::Sent(self.link.free, served))
    }

    fn pop_if_empty(&mut self) {
        if self.items.front().is_some_and(|(_, item)| item.part.packets.is_empty()) {
            self.items.pop_front();
        }
    }

    /// Returns all that waits, in order.
    pub(crate) fn into_items(self) -> impl Iterator<Item = Item> {
        self.items.into_iter().map(|(_, item)| item)
    }
}

pub(super) fn codel(impairment: &Impairment) -> Option<Codel> {
    match impairment.aqm {
        Aqm::DropTail => None,
        Aqm::CoDel => Some(Codel::default()),
    }
}
