//! One direction of a cable.

use std::ops::Range;
use std::sync::Arc;

use nsfixture_plan::{DirectionFates, Impairment, PacketRule};

use crate::fault_counters::FaultCounters;
use crate::rule_counters::RuleCounters;
use crate::wire::answer::{rejection, too_big};
use crate::wire::barrier::{Barrier, Passage};
use crate::wire::fault::{Candidate, Copied, Draws, Fate, Faults, Notes, Outage, Table};
use crate::wire::flow::Flows;
use crate::wire::frame::{Part, Received, fragments};
use crate::wire::output::{Direction, Loss, Output};
use crate::wire::queue::Buffer;
use crate::wire::time::Time;

/// One direction of a cable: its faults, in the order in which packets meet them, and what waits in it.
#[derive(Debug)]
pub(crate) struct Lane {
    direction: Direction,
    pub(crate) impairment: Impairment,
    /// What partitions do, if there are some.
    barrier: Option<Box<Barrier>>,
    outage: Outage,
    faults: Faults,
    buffer: Buffer,
    /// When the last frame arrived.
    arrived: Time,
    /// What goes back to the senders of packets that were not carried.
    pub(crate) answers: Vec<Vec<u8>>,
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
            barrier: None,
            outage: Outage::new(impairment.outage, Time::default()),
            faults: Faults::new(&impairment, draws),
            buffer: Buffer::new(&impairment, mtu),
            arrived: Time::default(),
            answers: Vec::new(),
            counters: FaultCounters::default(),
            impairment,
        }
    }

    /// Has the times of outages and traces count from now on.
    pub(crate) fn start(&mut self, now: Time) {
        self.outage.start(now);
        self.buffer.start(&self.impairment, now);
    }

    /// Sets what partitions do from now on.
    pub(crate) fn block(&mut self, barrier: Barrier) {
        self.barrier = (!barrier.is_open()).then(|| Box::new(barrier));
    }

    /// Changes the impairment for the packets that come next; those that wait for the rate wait for the new one.
    pub(crate) fn set(&mut self, impairment: Impairment, now: Time) {
        self.outage.set(impairment.outage, now);
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
        frame: Received<'a>,
        out: &mut impl Output<'a>,
    ) {
        let packets = u64::from(frame.segments.count);
        self.counters.received += packets;
        if let Some(barrier) = &self.barrier {
            match barrier.passage(&frame) {
                Passage::Free => {}
                Passage::Lost => {
                    self.counters.blocked += packets;
                    out.lose(self.direction, &frame, 0..frame.segments.count, Loss::Partition);
                    return;
                }
                Passage::Rejected => {
                    out.lose(self.direction, &frame, 0..frame.segments.count, Loss::Partition);
                    return self.reject(&frame);
                }
            }
        }
        self.enter(flows, arrived, frame, out);
    }

    /// Answers the packets of a frame, none of which is carried.
    #[cold]
    fn reject(&mut self, frame: &Received<'_>) {
        for packet in 0..frame.segments.count {
            self.counters.rejected += 1;
            let packet = frame.on_wire(packet).map(Received::made);
            self.answers.extend(packet.as_ref().and_then(rejection));
        }
    }

    /// Takes an answer to a packet of the other direction. Partitions are about what hosts send.
    pub(crate) fn answer<'a>(
        &mut self,
        flows: &mut Flows,
        arrived: Time,
        answer: Vec<u8>,
        out: &mut impl Output<'a>,
    ) {
        self.counters.answers += 1;
        self.enter(flows, arrived, Received::made(answer), out);
    }

    fn enter<'a>(
        &mut self,
        flows: &mut Flows,
        arrived: Time,
        frame: Received<'a>,
        out: &mut impl Output<'a>,
    ) {
        self.arrived = self.arrived.max(arrived);
        self.serve(self.arrived, out);
        if self.outage.takes(self.arrived) {
            // Counted in their flow: the fates of others do not depend on how many are lost here.
            flows.visit(self.direction.from, &frame);
            self.counters.outage += u64::from(frame.segments.count);
            out.lose(self.direction, &frame, 0..frame.segments.count, Loss::Outage);
            return;
        }
        if let Some(mtu) = self.impairment.path_mtu
            && frame.is_longer_than(mtu.get() as usize)
        {
            return self.fit(flows, &frame, mtu.get(), out);
        }
        self.carry(flows, frame, out);
    }

    /// Carries the packets of a frame that are not too long for a path MTU, and fragments the others or answers them.
    #[cold]
    fn fit<'a>(
        &mut self,
        flows: &mut Flows,
        frame: &Received<'a>,
        mtu: u32,
        out: &mut impl Output<'a>,
    ) {
        for packet in 0..frame.segments.count {
            let Some(bytes) = frame.on_wire(packet) else {
                self.counters.too_large += 1;
                out.lose(self.direction, frame, packet..packet + 1, Loss::TooLarge);
                continue;
            };
            let packet = Received::made(bytes);
            if !packet.is_longer_than(mtu as usize) {
                self.carry(flows, packet, out);
            } else if let Some(fragments) = fragments(&packet, mtu as usize) {
                self.counters.fragmented += 1;
                for fragment in fragments {
                    self.counters.fragments += 1;
                    self.carry(flows, Received::made(fragment), out);
                }
            } else {
                flows.visit(self.direction.from, &packet);
                self.counters.too_large += 1;
                out.lose(self.direction, &packet, 0..1, Loss::TooLarge);
                self.answers.extend(too_big(&packet, mtu));
            }
        }
    }

    /// Takes a frame to what decides about packets one by one.
    fn carry<'a>(&mut self, flows: &mut Flows, mut frame: Received<'a>, out: &mut impl Output<'a>) {
        let packets = frame.segments.count;
        let mut visit = flows.visit(self.direction.from, &frame);
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
                Fate::TooLarge | Fate::Dropped { .. } | Fate::Lost { .. } => {
                    self.forward(&mut frame, begin..packet, shared, out);
                    begin = packet + 1;
                    let (counter, why) = match fate {
                        Fate::Dropped { rule } => {
                            (&mut self.counters.dropped, rule.map_or(Loss::Dropped, Loss::Rule))
                        }
                        Fate::Lost { rule } => {
                            (&mut self.counters.lost, rule.map_or(Loss::Random, Loss::Rule))
                        }
                        _ => (&mut self.counters.too_large, Loss::TooLarge),
                    };
                    *counter += 1;
                    out.lose(self.direction, &frame, packet..packet + 1, why);
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

    /// Serves what waits for the rate.
    fn serve<'a>(&mut self, now: Time, out: &mut impl Output<'a>) {
        self.buffer.serve(now, &mut self.counters);
        self.tell_dropped(out);
    }

    fn tell_dropped<'a>(&mut self, out: &mut impl Output<'a>) {
        for item in self.buffer.take_dropped() {
            out.lose(self.direction, &item.frame, item.part.packets, Loss::Aqm);
        }
    }

    /// Returns what rules have done, whether they are active or not.
    pub(crate) fn rule_counters(&self, rules: &[PacketRule]) -> Vec<RuleCounters> {
        self.faults.rules.counters(rules)
    }

    /// Sends what leaves until `now`.
    pub(crate) fn advance(&mut self, now: Time, out: &mut impl Output<'static>) {
        self.serve(now, out);
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
            let refused = self.buffer.push(self.arrived, frame, packets, fate, &mut self.counters);
            for packets in refused {
                out.lose(self.direction, frame, packets, Loss::QueueFull);
            }
            self.tell_dropped(out);
            return;
        }
        let count = packets.len() as u64;
        self.counters.reordered += if fate.overtakes { count } else { 0 };
        self.counters.sent += count;
        out.send(self.direction, frame.packet(&Part { packets, is_marked: false }));
    }
}
