//! Where packets are held up: in front of a rate, or of a trace.

use std::ops::Range;

use nsfixture_plan::Impairment;

use super::fifo::{Fifo, Served};
use super::item::Item;
use super::limit::Admission;
use super::traced::Traced;
use crate::wire::frame::Segments;
use crate::wire::time::Time;

/// The queue in front of a rate, or of a trace.
#[derive(Debug)]
pub(crate) enum Bottleneck {
    Rate(Fifo),
    Trace(Box<Traced>),
}

impl Bottleneck {
    /// Returns the empty queue that an impairment asks for, if it does, in a cable with this MTU. A trace begins now.
    pub(crate) fn new(impairment: &Impairment, mtu: u32, now: Time) -> Option<Self> {
        match (impairment.rate, &impairment.trace) {
            (Some(rate), _) => Some(Self::Rate(Fifo::new(impairment, rate, mtu))),
            (None, Some(schedule)) if !schedule.is_empty() => {
                Some(Self::Trace(Box::new(Traced::new(impairment, schedule, mtu, now))))
            }
            (None, _) => None,
        }
    }

    /// Has a trace begin now.
    pub(crate) fn start(&mut self, impairment: &Impairment, now: Time) {
        if let (Self::Trace(traced), Some(schedule)) = (self, &impairment.trace) {
            traced.start(schedule, now);
        }
    }

    /// Changes the rate or the trace, and returns true if it was one and still is.
    pub(crate) fn set(&mut self, impairment: &Impairment, now: Time) -> bool {
        match (self, impairment.rate, &impairment.trace) {
            (Self::Rate(fifo), Some(rate), _) => fifo.set(impairment, rate),
            (Self::Trace(traced), None, Some(schedule)) if !schedule.is_empty() => {
                traced.set(impairment, schedule, now);
            }
            _ => return false,
        }
        true
    }

    /// Decides which packets of a frame find room.
    ///
    /// Everything until `now` must have been served.
    #[inline]
    pub(crate) fn admit(
        &mut self,
        now: Time,
        segments: &Segments,
        packets: Range<u32>,
    ) -> Admission {
        match self {
            Self::Rate(fifo) => fifo.admit(now, segments, packets),
            Self::Trace(traced) => traced.admit(segments, packets),
        }
    }

    /// Adds packets that were admitted.
    #[inline]
    pub(crate) fn push(&mut self, arrived: Time, item: Item) {
        match self {
            Self::Rate(fifo) => fifo.push(arrived, item),
            Self::Trace(traced) => traced.push(arrived, item),
        }
    }

    /// Returns when the next packet can be served.
    #[inline]
    pub(crate) fn next(&self) -> Option<Time> {
        match self {
            Self::Rate(fifo) => fifo.next(),
            Self::Trace(traced) => traced.next(),
        }
    }

    /// Serves packets of one frame if some can be by `now`.
    #[inline]
    pub(crate) fn serve(&mut self, now: Time) -> Option<Served> {
        match self {
            Self::Rate(fifo) => fifo.serve(now),
            Self::Trace(traced) => traced.serve(now),
        }
    }

    /// Returns all that waits, in order.
    pub(crate) fn into_items(self) -> Vec<Item> {
        match self {
            Self::Rate(fifo) => fifo.into_items().collect(),
            Self::Trace(traced) => traced.into_items().collect(),
        }
    }
}
