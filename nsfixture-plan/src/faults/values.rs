//! The values of one direction, each by itself.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use super::conditions::{CONDITIONS, Condition, Side};
use super::matcher::Scope;
use super::mistake::{At, Mistake};
use super::outage;
use super::reader::{LONGEST, Reader};
use super::rule;
use super::slot::{Layer, Slot};
use super::words::{AQMS, DISTRIBUTIONS};
use crate::impairment::{Aqm, Distribution, OutageTimes, PacketRule, Ppm, Queue};
use crate::schedule::Schedule;
use crate::topology::{FLAP, Faults};

/// The values of one direction.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    pub(super) delay: Slot<Duration>,
    pub(super) jitter: Slot<Duration>,
    pub(super) distribution: Slot<Distribution>,
    pub(super) reorder: Slot<Ppm>,
    pub(super) loss: Slot<Ppm>,
    pub(super) burst: Slot<Option<NonZeroU32>>,
    pub(super) drop: Slot<Vec<NonZeroU64>>,
    pub(super) drop_every: Slot<Option<NonZeroU64>>,
    pub(super) outage: Slot<Option<OutageTimes>>,
    pub(super) flap: Slot<Option<OutageTimes>>,
    pub(super) blackhole_above: Slot<Option<NonZeroU32>>,
    pub(super) path_mtu: Slot<Option<NonZeroU32>>,
    pub(super) duplicate: Slot<Ppm>,
    pub(super) corrupt: Slot<Ppm>,
    pub(super) rate: Slot<Option<NonZeroU64>>,
    pub(super) trace: Slot<Option<Schedule>>,
    pub(super) queue: Slot<Queue>,
    pub(super) aqm: Slot<Aqm>,
    pub(super) rules: Slot<Vec<PacketRule>>,
}

/// Returns the mistakes that faults have whatever other faults they override.
pub(crate) fn mistakes(faults: &Faults) -> Vec<At> {
    let mut mistakes = Vec::new();
    Values::of(faults, Layer::Base, Scope::default(), &mut mistakes);
    mistakes
}

impl Values {
    /// Returns the values that faults set by themselves, their condition aside.
    pub(super) fn of(
        faults: &Faults,
        layer: Layer,
        scope: Scope<'_>,
        mistakes: &mut Vec<At>,
    ) -> Self {
        let mut reader = Reader { layer, mistakes };
        if layer == Layer::From && faults.flap.is_some() {
            reader.mistake(FLAP, 0, Mistake::OfWholeCable { key: FLAP });
        }
        let mut delay = reader.time("delay", faults.delay.as_deref(), LONGEST, "1h");
        if let Some(rtt) = faults.rtt.as_deref() {
            if !delay.is_unset() {
                reader.mistake("rtt", 0, Mistake::DelayTwice);
            }
            let rtt = reader.time("rtt", Some(rtt), 2 * LONGEST, "2h");
            delay = rtt.map(|rtt| rtt / 2).over(delay);
        }
        let trace = reader.trace(faults.trace.as_ref());
        if faults.rate.is_some() && faults.trace.is_some() {
            reader.mistake("trace", 0, Mistake::RateTwice);
        }
        Self {
            delay,
            jitter: reader.time("jitter", faults.jitter.as_deref(), LONGEST, "1h"),
            distribution: reader.word(
                "distribution",
                faults.distribution.as_deref(),
                &DISTRIBUTIONS,
            ),
            reorder: reader.share("reorder", faults.reorder.as_deref()),
            loss: reader.share("loss", faults.loss.as_deref()),
            burst: reader.count("burst", faults.burst, NonZeroU32::new),
            drop: reader.packets(faults.drop.as_deref()),
            drop_every: reader.count("drop_every", faults.drop_every, NonZeroU64::new),
            outage: outage::read("outage", faults.outage.as_ref(), &mut reader),
            flap: outage::read(FLAP, faults.flap.as_ref(), &mut reader),
            blackhole_above: reader.bytes("blackhole_above", faults.blackhole_above),
            path_mtu: reader.path_mtu(faults.path_mtu),
            duplicate: reader.share("duplicate", faults.duplicate.as_deref()),
            corrupt: reader.share("corrupt", faults.corrupt.as_deref()),
            rate: reader.rate(faults.rate.as_deref()),
            trace,
            queue: reader.queue(faults.queue.as_deref()),
            aqm: reader.word("aqm", faults.aqm.as_deref(), &AQMS),
            rules: rule::read(&faults.rules, scope, &mut reader),
        }
    }

    /// Returns the values that the condition of faults sets for packets from one side.
    pub(super) fn of_condition(
        faults: &Faults,
        layer: Layer,
        from: Side,
        mistakes: &mut Vec<At>,
    ) -> Self {
        const KEY: &str = "condition";
        let Some(name) = faults.condition.as_deref() else { return Self::default() };
        let mut reader = Reader { layer, mistakes };
        let Some(condition) = CONDITIONS.iter().find(|condition| condition.name == name) else {
            let known = CONDITIONS.iter().map(|condition| condition.name).collect();
            reader.mistake(KEY, 0, Mistake::Word { key: KEY, text: name.to_owned(), known });
            return Self::unknown();
        };
        let Condition { delay, loss, .. } = *condition;
        Self {
            delay: reader.set(KEY, delay),
            loss: if loss == Ppm::NONE { Slot::Unset } else { reader.set(KEY, loss) },
            rate: reader.set(KEY, NonZeroU64::new(condition.rate(from))),
            ..Self::default()
        }
    }

    /// Returns what a condition sets that nobody knows: anything.
    fn unknown() -> Self {
        let (delay, loss, rate) = (Slot::Invalid, Slot::Invalid, Slot::Invalid);
        Self { delay, loss, rate, ..Self::default() }
    }

    /// Returns the values that hold where `below` is overridden by these.
    pub(super) fn over(self, below: Self) -> Self {
        // A trace overrides a rate, and a rate a trace.
        let (rate, trace) = if self.rate.is_unset() && self.trace.is_unset() {
            (below.rate, below.trace)
        } else {
            (self.rate, self.trace)
        };
        Self {
            delay: self.delay.over(below.delay),
            jitter: self.jitter.over(below.jitter),
            distribution: self.distribution.over(below.distribution),
            reorder: self.reorder.over(below.reorder),
            loss: self.loss.over(below.loss),
            burst: self.burst.over(below.burst),
            drop: self.drop.over(below.drop),
            drop_every: self.drop_every.over(below.drop_every),
            outage: self.outage.over(below.outage),
            flap: self.flap.over(below.flap),
            blackhole_above: self.blackhole_above.over(below.blackhole_above),
            path_mtu: self.path_mtu.over(below.path_mtu),
            duplicate: self.duplicate.over(below.duplicate),
            corrupt: self.corrupt.over(below.corrupt),
            rate,
            trace,
            queue: self.queue.over(below.queue),
            aqm: self.aqm.over(below.aqm),
            rules: self.rules.over(below.rules),
        }
    }
}
