//! A cable and what comes out of it.

use std::time::Duration;

use nsfixture_plan::Impairment;

use super::build::Owned;
use super::naive;
use crate::fault_counters::FaultCounters;
use crate::rule_counters::RuleCounters;
use crate::wire::{Direction, Output, Packet, Time, Wire};

/// From end 0 of the only cable.
pub(super) const THERE: Direction = Direction { cable: 0, from: 0 };
/// From end 1.
pub(super) const BACK: Direction = Direction { cable: 0, from: 1 };

/// A frame that left the cable.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) direction: Direction,
    pub(super) at: Time,
    pub(super) frame: Owned,
    pub(super) wire_packets: u32,
}

/// Takes what leaves, and notes when.
#[derive(Debug, Default)]
pub(super) struct Sink {
    pub(super) now: Time,
    pub(super) sent: Vec<Sent>,
}

impl<'a> Output<'a> for Sink {
    fn send(&mut self, direction: Direction, packet: Packet<'a>) {
        let bytes = [packet.head(), packet.body()].concat();
        let (offload, wire_packets) = (packet.offload(), packet.wire_packets());
        let frame = Owned { bytes, offload };
        self.sent.push(Sent { direction, at: self.now, frame, wire_packets });
    }
}

/// One cable, whose MTU is 1,500 bytes.
#[derive(Debug)]
pub(super) struct Rig {
    pub(super) wire: Wire,
    pub(super) sink: Sink,
}

impl Rig {
    /// The same impairment in both directions.
    pub(super) fn new(seed: u64, impairment: &Impairment) -> Self {
        let mut wire = Wire::new(seed);
        wire.add_cable("a-b", 1500, [impairment.clone(), impairment.clone()]);
        Self { wire, sink: Sink::default() }
    }

    /// Sends a frame at a time, and returns what left at once.
    pub(super) fn send_at(&mut self, direction: Direction, at: Time, frame: &Owned) -> Vec<Sent> {
        let before = self.sink.sent.len();
        self.sink.now = self.sink.now.max(at);
        self.wire.receive(direction, at, frame.frame(), &mut self.sink);
        self.check();
        self.sink.sent[before..].to_vec()
    }

    /// Sends a frame now, and returns what left at once.
    pub(super) fn send(&mut self, direction: Direction, frame: &Owned) -> Vec<Sent> {
        self.send_at(direction, self.sink.now, frame)
    }

    /// Lets time pass until a point, woken at each deadline.
    pub(super) fn run_until(&mut self, end: Time) {
        while let Some(due) = self.wire.next_deadline().filter(|due| *due <= end) {
            self.sink.now = self.sink.now.max(due);
            self.wire.advance(self.sink.now, &mut self.sink);
            self.check();
        }
        self.sink.now = self.sink.now.max(end);
    }

    /// Lets time pass until nothing is left.
    pub(super) fn drain(&mut self) {
        while let Some(due) = self.wire.next_deadline() {
            self.run_until(due);
        }
    }

    pub(super) fn counters(&self, direction: Direction) -> FaultCounters {
        self.wire.counters(direction)
    }

    /// The packets that left in a direction, as they are on the wire.
    pub(super) fn packets(&self, direction: Direction) -> Vec<Vec<u8>> {
        let sent = self.sink.sent.iter().filter(|sent| sent.direction == direction);
        sent.flat_map(|sent| naive::packets(&sent.frame)).collect()
    }

    /// What is true at all times.
    fn check(&self) {
        for direction in [THERE, BACK] {
            let c = self.counters(direction);
            assert_eq!(
                c.received + c.duplicated + c.fragments + c.answers,
                c.sent
                    + c.lost
                    + c.dropped
                    + c.outage
                    + c.too_large
                    + c.fragmented
                    + c.blocked
                    + c.rejected
                    + c.queue_full
                    + c.aqm_dropped
                    + c.queued,
                "{c:?}"
            );
            let rules = self.wire.rule_counters(direction, None);
            let sum = |of: fn(&RuleCounters) -> u64| rules.iter().map(of).sum::<u64>();
            let by_rules = [sum(|rule| rule.lost), sum(|rule| rule.dropped)];
            assert!(by_rules[0] <= c.lost && by_rules[1] <= c.dropped, "{c:?}, {rules:?}");
            assert!(sum(|rule| rule.duplicated) <= c.duplicated, "{c:?}, {rules:?}");
            assert!(rules.iter().all(|rule| rule.matched >= rule.lost + rule.dropped), "{rules:?}");
        }
    }
}

/// The engine may be made on one thread and run on another.
const _: fn() = || {
    fn is_send<T: Send>() {}
    is_send::<Wire>();
};

/// A point in time.
pub(super) fn at(duration: Duration) -> Time {
    Time::from_nanos(0) + duration
}
