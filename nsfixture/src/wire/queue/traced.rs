//! The queue in front of a trace.

use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::ops::Range;

use nsfixture_plan::{Impairment, Schedule};

use super::codel::Codel;
use super::fifo::{Served, codel};
use super::item::Item;
use super::limit::{Admission, Backlog, Limit};
use super::opportunities::Opportunities;
use crate::wire::frame::Segments;
use crate::wire::time::Time;

/// The length of an Ethernet header, for which no opportunity is used.
const ETHERNET: usize = 14;

/// What a packet uses in addition to its length: a TUN device puts four bytes before it, and mahimahi counts them.
const HEADER: usize = 4;

/// The queue in front of a trace, and its opportunities.
#[derive(Debug)]
pub(crate) struct Traced {
    limit: Limit,
    codel: Option<Codel>,
    opportunities: Opportunities,
    items: VecDeque<(Time, Item)>,
    backlog: Backlog,
    /// The first packet has begun to be delivered: the bytes that are left of it, and whether it is marked.
    underway: Option<(u32, bool)>,
    /// The length of the longest packet of the cable.
    longest: u64,
}

impl Traced {
    /// Returns an empty queue for an impairment with this trace, which begins now, in a cable with this MTU.
    pub(crate) fn new(impairment: &Impairment, schedule: &Schedule, mtu: u32, now: Time) -> Self {
        Self {
            limit: limit(impairment, schedule),
            codel: codel(impairment),
            opportunities: Opportunities::new(schedule, now),
            items: VecDeque::new(),
            backlog: Backlog::default(),
            underway: None,
            longest: u64::from(mtu) + ETHERNET as u64,
        }
    }

    /// Has the trace begin now.
    pub(crate) fn start(&mut self, schedule: &Schedule, now: Time) {
        self.opportunities = Opportunities::new(schedule, now);
    }

    /// Changes the trace and the limits; what waits goes on waiting. The same trace goes on.
    pub(crate) fn set(&mut self, impairment: &Impairment, schedule: &Schedule, now: Time) {
        if !self.opportunities.are_of(schedule) {
            self.start(schedule, now);
        }
        self.limit = limit(impairment, schedule);
        self.codel = codel(impairment).map(|new| self.codel.unwrap_or(new));
    }

    /// Decides which packets of a frame find room.
    pub(crate) fn admit(&mut self, segments: &Segments, packets: Range<u32>) -> Admission {
        self.limit.admit(self.backlog, false, segments, packets)
    }

    /// Adds packets that were admitted. Everything until they arrived must have been served.
    pub(crate) fn push(&mut self, arrived: Time, item: Item) {
        if self.items.is_empty() {
            self.opportunities.skip(arrived);
        }
        for packet in item.part.packets.clone() {
            self.backlog.add(item.frame.segments.wire_len(packet));
        }
        self.items.push_back((arrived, item));
    }

    /// Returns when something waits for the next opportunity.
    pub(crate) fn next(&self) -> Option<Time> {
        (!self.items.is_empty()).then(|| self.opportunities.next())
    }

    /// Serves packets of one frame that an opportunity until `now` delivers.
    pub(crate) fn serve(&mut self, now: Time) -> Option<Served> {
        while let Some(at) = self.next().filter(|at| *at <= now) {
            let (arrived, item) = self.items.front_mut()?;
            let packet = item.part.packets.start;
            let len = item.frame.segments.wire_len(packet);
            let (left, is_marked) = if let Some(underway) = self.underway.take() {
                underway
            } else {
                self.backlog.remove(len);
                let is_short = self.backlog.bytes <= self.longest;
                let codel = self.codel.as_mut();
                let takes = codel.is_some_and(|codel| codel.takes(at, at - *arrived, is_short));
                if takes && !item.frame.can_be_marked() {
                    let dropped = item.only(packet, false);
                    self.pop_packet();
                    return Some(Served::Dropped(dropped));
                }
                ((len.saturating_sub(ETHERNET) + HEADER) as u32, takes)
            };
            match self.opportunities.take(left) {
                0 => {
                    let served = item.only(packet, is_marked);
                    self.pop_packet();
                    return Some(Served::Sent(at, served));
                }
                left => self.underway = Some((left, is_marked)),
            }
        }
        None
    }

    /// Removes the first packet.
    fn pop_packet(&mut self) {
        let Some((_, item)) = self.items.front_mut() else { return };
        item.part.packets.start += 1;
        if item.part.packets.is_empty() {
            self.items.pop_front();
        }
    }

    /// Returns all that waits, in order, each with when it arrived.
    pub(crate) fn into_items(self) -> impl Iterator<Item = Item> {
        self.items.into_iter().map(|(_, item)| item)
    }
}

/// Returns the limit of a queue in front of a trace: a time is one of its mean rate.
fn limit(impairment: &Impairment, schedule: &Schedule) -> Limit {
    Limit::new(impairment.queue, schedule.rate().unwrap_or(NonZeroU64::MAX))
}
