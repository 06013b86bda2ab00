//! From strings to valid values, each by itself.

use std::collections::BTreeSet;
use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use super::conditions::{CONDITIONS, Condition, Side};
use super::mistake::Mistake;
use super::slot::{Layer, Set, Slot};
use super::words::{AQMS, DISTRIBUTIONS};
use crate::impairment::{Aqm, Distribution, Ppm, Queue};
use crate::topology::Faults;
use crate::units;

/// The longest delay: it exceeds every timeout that a test can wait for.
const LONGEST: Duration = Duration::from_secs(60 * 60);

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
    pub(super) duplicate: Slot<Ppm>,
    pub(super) corrupt: Slot<Ppm>,
    pub(super) rate: Slot<Option<NonZeroU64>>,
    pub(super) queue: Slot<Queue>,
    pub(super) aqm: Slot<Aqm>,
}

/// A mistake, with the key and the number of the value that it is about.
pub(crate) type At = (&'static str, usize, Mistake);

/// Returns the mistakes that faults have whatever other faults they override.
pub(crate) fn mistakes(faults: &Faults) -> Vec<At> {
    let mut mistakes = Vec::new();
    Values::of(faults, Layer::Base, &mut mistakes);
    mistakes
}

impl Values {
    /// Returns the values that faults set by themselves, their condition aside.
    pub(super) fn of(faults: &Faults, layer: Layer, mistakes: &mut Vec<At>) -> Self {
        let mut reader = Reader { layer, mistakes };
        let mut delay = reader.time("delay", faults.delay.as_deref(), LONGEST, "1h");
        if let Some(rtt) = faults.rtt.as_deref() {
            if !delay.is_unset() {
                reader.mistake("rtt", 0, Mistake::DelayTwice);
            }
            let rtt = reader.time("rtt", Some(rtt), 2 * LONGEST, "2h");
            delay = rtt.map(|rtt| rtt / 2).over(delay);
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
            duplicate: reader.share("duplicate", faults.duplicate.as_deref()),
            corrupt: reader.share("corrupt", faults.corrupt.as_deref()),
            rate: reader.rate(faults.rate.as_deref()),
            queue: reader.queue(faults.queue.as_deref()),
            aqm: reader.word("aqm", faults.aqm.as_deref(), &AQMS),
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
        Self {
            delay: self.delay.over(below.delay),
            jitter: self.jitter.over(below.jitter),
            distribution: self.distribution.over(below.distribution),
            reorder: self.reorder.over(below.reorder),
            loss: self.loss.over(below.loss),
            burst: self.burst.over(below.burst),
            drop: self.drop.over(below.drop),
            drop_every: self.drop_every.over(below.drop_every),
            duplicate: self.duplicate.over(below.duplicate),
            corrupt: self.corrupt.over(below.corrupt),
            rate: self.rate.over(below.rate),
            queue: self.queue.over(below.queue),
            aqm: self.aqm.over(below.aqm),
        }
    }
}

/// Reads the values of one layer.
struct Reader<'m> {
    layer: Layer,
    mistakes: &'m mut Vec<At>,
}

impl Reader<'_> {
    fn mistake(&mut self, key: &'static str, item: usize, mistake: Mistake) {
        self.mistakes.push((key, item, mistake));
    }

    fn set<T>(&self, key: &'static str, value: T) -> Slot<T> {
        Slot::Set(Set { value, layer: self.layer, key })
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, Mistake>,
    ) -> Slot<T> {
        let Some(text) = text else { return Slot::Unset };
        match parse(text) {
            Ok(value) => self.set(key, value),
            Err(mistake) => {
                self.mistake(key, 0, mistake);
                Slot::Invalid
            }
        }
    }

    fn time(
        &mut self,
        key: &'static str,
        text: Option<&str>,
        max: Duration,
        longest: &'static str,
    ) -> Slot<Duration> {
        self.read(key, text, |text| match units::delay(key, text).map_err(Mistake::Quantity)? {
            time if time > max => Err(Mistake::TooLong { key, text: text.to_owned(), longest }),
            time => Ok(time),
        })
    }

    fn share(&mut self, key: &'static str, text: Option<&str>) -> Slot<Ppm> {
        self.read(key, text, |text| units::share(key, text).map_err(Mistake::Quantity))
    }

    fn rate(&mut self, text: Option<&str>) -> Slot<Option<NonZeroU64>> {
        const KEY: &str = "rate";
        self.read(KEY, text, |text| {
            let bits = units::rate(KEY, text).map_err(Mistake::Quantity)?;
            NonZeroU64::new(bits).map(Some).ok_or(Mistake::NothingPasses { key: KEY })
        })
    }

    fn queue(&mut self, text: Option<&str>) -> Slot<Queue> {
        const KEY: &str = "queue";
        self.read(KEY, text, |text| {
            let queue = units::queue(KEY, text).map_err(Mistake::Quantity)?;
            queue.ok_or(Mistake::NothingPasses { key: KEY })
        })
    }

    fn word<T: Copy>(
        &mut self,
        key: &'static str,
        text: Option<&str>,
        words: &[(&'static str, T)],
    ) -> Slot<T> {
        self.read(key, text, |text| {
            let known = || words.iter().map(|(word, _)| *word).collect();
            let found = words.iter().find(|(word, _)| *word == text);
            let unknown = || Mistake::Word { key, text: text.to_owned(), known: known() };
            found.map(|(_, value)| *value).ok_or_else(unknown)
        })
    }

    fn count<T, N>(
        &mut self,
        key: &'static str,
        number: Option<T>,
        not_zero: fn(T) -> Option<N>,
    ) -> Slot<Option<N>> {
        let Some(number) = number else { return Slot::Unset };
        let number = not_zero(number);
        if number.is_some() {
            return self.set(key, number);
        }
        self.mistake(key, 0, Mistake::Zero { key });
        Slot::Invalid
    }

    fn packets(&mut self, packets: Option<&[u64]>) -> Slot<Vec<NonZeroU64>> {
        const KEY: &str = "drop";
        let Some(packets) = packets else { return Slot::Unset };
        let before = self.mistakes.len();
        if packets.is_empty() {
            self.mistake(KEY, 0, Mistake::NoPackets);
        }
        let mut read = BTreeSet::new();
        for (item, &packet) in packets.iter().enumerate() {
            match NonZeroU64::new(packet) {
                None => self.mistake(KEY, item, Mistake::PacketZero),
                Some(number) if !read.insert(number) => {
                    self.mistake(KEY, item, Mistake::PacketTwice { packet });
                }
                Some(_) => {}
            }
        }
        if self.mistakes.len() > before {
            return Slot::Invalid;
        }
        self.set(KEY, read.into_iter().collect())
    }
}
