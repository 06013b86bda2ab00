//! One direction of a cable.

use std::ops::Range;

use nsfixture_plan::Impairment;

use crate::fault_counters::FaultCounters;
use crate::wire::fault::{Copied, Delay, Fate, Faults, Seeds};
use crate::wire::flow::Flows;
use crate::wire::frame::{Part, Received};
use crate::wire::output::{Direction, Output};
use crate::wire::queue::{Fifo, Item, Line, Served};
use crate::wire::senders::Senders;
use crate::wire::time::Time;

/// One direction of a cable: its faults, in the order in which packets meet them, and what waits in it.
#[derive(Debug)]
pub(crate) struct Lane {
    direction: Direction,
    mtu: u32,
    pub(crate) impairment: Impairment,
    pub(crate) blocked: Senders,
    faults: Faults,
    fifo: Option<Fifo>,
    delay: Delay,
    delayed: Line,
    overtaking: Line,
    /// Whether packets in the queue may be among those that overtake.
    may_overtake: bool,
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
        seeds: Seeds,
    ) -> Self {
        let faults = Faults::new(&impairment, seeds);
        Self {
            direction,
            mtu,
            blocked: Senders::default(),
            fifo: impairment.rate.map(|rate| Fifo::new(&impairment, rate, mtu)),
            delay: Delay::new(&impairment),
            delayed: Line::default(),
            overtaking: Line::default(),
            may_overtake: faults.reorders(),
            faults,
            arrived: Time::default(),
            counters: FaultCounters::default(),
            impairment,
        }
    }

    /// Changes the impairment for the packets that come next; those that wait for the rate wait for the new one.
    pub(crate) fn set(&mut self, impairment: Impairment, now: Time) {
        self.serve(now);
        self.faults.set(&impairment);
        self.may_overtake |= self.faults.reorders();
        self.delay = Delay::new(&impairment);
        match (self.fifo.take(), impairment.rate) {
            (Some(mut fifo), Some(rate)) => {
                fifo.set(&impairment, rate);
                self.fifo = Some(fifo);
            }
            (None, Some(rate)) => self.fifo = Some(Fifo::new(&impairment, rate, self.mtu)),
            (Some(fifo), None) => fifo.into_items().for_each(|item| self.delay(now, item)),
            (None, None) => {}
        }
        self.impairment = impairment;
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
        self.serve(self.arrived);
        let mut visit = flows.visit(self.direction.from, &frame);
        if self.faults.is_idle() {
            self.forward(&mut frame, 0..packets, Copied::default(), out);
            return;
        }
        let is_background = frame.headers.is_background();
        // The packets that go on together, and what happens to all of them.
        let (mut begin, mut shared) = (0, Copied::default());
        for packet in 0..packets {
            let fate = self.faults.decide(&mut visit, packet, is_background);
            let (first, second) = match fate {
                Fate::Dropped | Fate::Lost => {
                    self.forward(&mut frame, begin..packet, shared, out);
                    begin = packet + 1;
                    let is_lost = fate == Fate::Lost;
                    self.counters.lost += u64::from(is_lost);
                    self.counters.dropped += u64::from(!is_lost);
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
        self.serve(now);
        loop {
            let is_delayed = match (self.delayed.due(), self.overtaking.due()) {
                (Some(delayed), Some(overtaking)) => delayed < overtaking,
                (delayed, _) => delayed.is_some(),
            };
            let line = if is_delayed { &mut self.delayed } else { &mut self.overtaking };
            let Some(item) = line.pop(now) else { break };
            self.counters.queued -= item.len();
            self.counters.sent += item.len();
            out.send(self.direction, item.frame.packet(&item.part));
        }
    }

    /// Returns when something has to be done next.
    pub(crate) fn deadline(&self) -> Option<Time> {
        let due = [self.delayed.due(), self.overtaking.due()].into_iter().flatten().min();
        // What waits for the rate leaves after what is delayed already.
        let is_behind = self.delayed.due().is_some() && !self.may_overtake;
        let served = self.fifo.as_ref().filter(|_| !is_behind).and_then(Fifo::next);
        [due, served].into_iter().flatten().min()
    }

    /// Passes packets of a frame on to the queue.
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
        let Copied { overtakes, draw, .. } = fate;
        let part = |packets| Part { packets, is_marked: false };
        let Some(fifo) = &mut self.fifo else {
            let can_go = if overtakes {
                self.overtaking.due().is_none()
            } else {
                self.delay.is_none() && self.delayed.due().is_none()
            };
            let (part, count) = (part(packets.clone()), packets.len() as u64);
            if can_go {
                self.counters.reordered += if overtakes { count } else { 0 };
                self.counters.sent += count;
                out.send(self.direction, frame.packet(&part));
            } else {
                self.counters.queued += count;
                self.delay(self.arrived, Item { frame: frame.keep(), part, overtakes, draw });
            }
            return;
        };
        let (admitted, full) = fifo.admit(self.arrived, &frame.segments, packets);
        self.counters.queue_full += full;
        for packets in admitted {
            self.counters.queued += packets.len() as u64;
            let item = Item { frame: frame.keep(), part: part(packets), overtakes, draw };
            fifo.push(self.arrived, item);
        }
        self.serve(self.arrived);
    }

    /// Serves what waits for the rate.
    fn serve(&mut self, now: Time) {
        while let Some(served) = self.fifo.as_mut().and_then(|fifo| fifo.serve(now)) {
            match served {
                Served::Dropped => {
                    self.counters.aqm_dropped += 1;
                    self.counters.queued -= 1;
                }
                Served::Sent(at, item) => {
                    self.counters.marked += if item.part.is_marked { item.len() } else { 0 };
                    self.delay(at, item);
                }
            }
        }
    }

    /// Has packets wait for their delay to pass.
    fn delay(&mut self, from: Time, item: Item) {
        if item.overtakes {
            self.counters.reordered += item.len();
            self.overtaking.push(from, item);
        } else {
            self.counters.delayed += if self.delay.is_none() { 0 } else { item.len() };
            self.delayed.push(from + self.delay.of(item.draw), item);
        }
    }
}
