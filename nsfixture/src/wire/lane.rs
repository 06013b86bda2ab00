//! One direction of a cable.

use std::ops::Range;
use std::sync::Arc;

use nsfixture_plan::DirectionFates;
use nsfixture_plan::Impairment;

use crate::fault_counters::FaultCounters;
use crate::wire::fault::{Candidate, Copied, Draws, Fate, Faults, Notes, Outage, Table};
use crate::wire::flow::Flows;
use crate::wire::frame::{Part, Received};
use crate::wire::output::{Direction, Output};
use crate::wire::queue::Buffer;
use crate::wire::senders::Senders;
use crate::wire::time::Time;

/// One direction of a cable: its faults, in the order in which packets meet them, and what waits in it.
#[derive(Debug)]
pub(crate) struct Lane {
    direction: Direction,
    pub(crate) impairment: Impairment,
    pub(crate) blocked: Senders,
    outage: Outage,
    faults: Faults,
    buffer: Buffer,
    /// When the last frame arrived.
    arrived: Time,
    pub(crate) counters: FaultCounters,
}

impl Lane {
    /// Returns a direction in which nothing waits.
    pub(crate) fn new(
        direction: Direction,
        mtu: u32,
        impairment: Impairment,
        draws: Draws,
    ) -> Self {
        Self {
            direction,
            blocked: Senders::default(),
            outage: Outage::new(&impairment, Time::default()),
            faults: Faults::new(&impairment, draws),
            buffer: Buffer::new(&impairment, mtu),
            arrived: Time::default(),
            counters: FaultCounters::default(),
            impairment,
        }
    }

    /// Has the times of outages and traces count from now on.
    pub(crate) fn start(&mut self, now: Time) {
        self.outage.start(now);
        self.buffer.start(&self.impairment, now);
    }

    /// Changes the impairment for the packets that come next; those that wait for the rate wait for the new one.
    pub(crate) fn set(&mut self, impairment: Impairment, now: Time) {
        self.outage.set(&impairment, now);
        self.faults.set(&impairment);
        self.buffer.set(&impairment, now, &mut self.counters);
        self.impairment = impairment;
    }

    /// From now on, what has happened before happens again.
    pub(crate) fn replay(&mut self, fates: &DirectionFates) {
        self.faults.replay(Arc::new(Table::new(fates)));
    }

    /// Returns what has happened by chance so far.
    pub(crate) fn notes(&self) -> &Notes {
        self.faults.notes()
    }

    /// Takes a frame, and sends at once what does not wait.
    pub(crate) fn receive<'a>(
        &mut self,
        flows: &mut Flows,
        arrived: Time,
        mut frame: Received<'a>,
        out: &mut impl Output<'a>,
    ) {
        let packets = frame.segments.count;
        self.counters.received += u64::from(packets);
        if self.blocked.sent(&frame) {
            self.counters.blocked += u64::from(packets);
            return;
        }
        self.arrived = self.arrived.max(arrived);
        self.buffer.serve(self.arrived, &mut self.counters);
        let mut visit = flows.visit(self.direction.from, &frame);
        // Counted in their flow: the fates of others do not depend on how many are lost here.
        if self.outage.takes(self.arrived) {
            self.counters.outage += u64::from(packets);
            return;
        }
        if self.faults.is_idle() {
            self.forward(&mut frame, 0..packets, Copied::default(), out);
            return;
        }
        let is_background = frame.headers.is_background();
        // The packets that go on together, and what happens to all of them.
        let (mut begin, mut shared) = (0, Copied::default());
        for packet in 0..packets {
            let candidate = Candidate { frame: &frame, packet, is_background };
            let fate = self.faults.decide(&mut visit, candidate);
            let (first, second) = match fate {
                Fate::TooLarge | Fate::Dropped | Fate::Lost => {
                    self.forward(&mut frame, begin..packet, shared, out);
                    begin = packet + 1;
                    *match fate {
                        Fate::TooLarge => &mut self.counters.too_large,
                        Fate::Dropped => &mut self.counters.dropped,
                        _ => &mut self.counters.lost,
                    } += 1;
                    continue;
                }
                Fate::Passes(first, second) => (first, second),
            };
            if first.corrupt.is_some() || first.overtakes != shared.overtakes {
                self.forward(&mut frame, begin..packet, shared, out);
                begin = packet;
            }
            if begin == packet {
                shared = first;
            }
            if first.corrupt.is_some() || second.is_some() {
                self.forward(&mut frame, begin..packet + 1, shared, out);
                begin = packet + 1;
            }
            if let Some(second) = second {
                self.counters.duplicated += 1;
                self.forward(&mut frame, packet..packet + 1, second, out);
            }
        }
        self.forward(&mut frame, begin..packets, shared, out);
    }

    /// Sends what leaves until `now`.
    pub(crate) fn advance(&mut self, now: Time, out: &mut impl Output<'static>) {
        self.buffer.serve(now, &mut self.counters);
        while let Some(item) = self.buffer.pop(now, &mut self.counters) {
            self.counters.sent += item.len();
            out.send(self.direction, item.frame.packet(&item.part));
        }
    }

    /// Returns when something has to be done next.
    pub(crate) fn deadline(&self) -> Option<Time> {
        self.buffer.deadline()
    }

    /// Passes packets of a frame on to what they wait for.
    fn forward<'a>(
        &mut self,
        frame: &mut Received<'a>,
        packets: Range<u32>,
        fate: Copied,
        out: &mut impl Output<'a>,
    ) {
        if packets.is_empty() {
            return;
        }
        if let Some(draw) = fate.corrupt
            && let Some(mut corrupted) = frame.corrupt(packets.start, draw)
        {
            self.counters.corrupted += 1;
            self.enqueue(&mut corrupted, 0..1, fate, out);
        } else {
            self.enqueue(frame, packets, fate, out);
        }
    }

    fn enqueue<'a>(
        &mut self,
        frame: &mut Received<'a>,
        packets: Range<u32>,
        fate: Copied,
        out: &mut impl Output<'a>,
    ) {
        if !self.buffer.lets_pass(fate) {
            self.buffer.push(self.arrived, frame, packets, fate, &mut self.counters);
            return;
        }
        let count = packets.len() as u64;
        self.counters.reordered += if fate.overtakes { count } else { 0 };
        self.counters.sent += count;
        out.send(self.direction, frame.packet(&Part { packets, is_marked: false }));
    }
}
