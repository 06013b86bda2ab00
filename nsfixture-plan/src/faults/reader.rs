//! From single strings and numbers to valid values.

use std::collections::BTreeSet;
use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use super::mistake::{At, Mistake};
use super::slot::{Layer, Set, Slot};
use crate::impairment::{Ppm, Queue};
use crate::schedule::Schedule;
use crate::topology::{MTU_MIN, Trace};
use crate::units;

/// The longest time: it exceeds every timeout that a test can wait for.
pub(super) const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Reads the values of one layer.
pub(super) struct Reader<'m> {
    pub(super) layer: Layer,
    pub(super) mistakes: &'m mut Vec<At>,
}

impl Reader<'_> {
    pub(super) fn mistake(&mut self, key: &'static str, item: usize, mistake: Mistake) {
        self.mistakes.push((key, item, mistake));
    }

    pub(super) fn set<T>(&self, key: &'static str, value: T) -> Slot<T> {
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

    pub(super) fn time(
        &mut self,
        key: &'static str,
        text: Option<&str>,
        max: Duration,
        longest: &'static str,
    ) -> Slot<Duration> {
        self.read(key, text, |text| time(key, text, max, longest))
    }

    pub(super) fn share(&mut self, key: &'static str, text: Option<&str>) -> Slot<Ppm> {
        self.read(key, text, |text| units::share(key, text).map_err(Mistake::Quantity))
    }

    pub(super) fn rate(&mut self, text: Option<&str>) -> Slot<Option<NonZeroU64>> {
        const KEY: &str = "rate";
        self.read(KEY, text, |text| {
            let bits = units::rate(KEY, text).map_err(Mistake::Quantity)?;
            NonZeroU64::new(bits).map(Some).ok_or(Mistake::NothingPasses { key: KEY })
        })
    }

    pub(super) fn trace(&mut self, trace: Option<&Trace>) -> Slot<Option<Schedule>> {
        const KEY: &str = "trace";
        let Some(trace) = trace else { return Slot::Unset };
        match trace.schedule() {
            Ok(schedule) => self.set(KEY, Some(schedule)),
            Err(message) => {
                self.mistake(KEY, 0, Mistake::Trace(message));
                Slot::Invalid
            }
        }
    }

    pub(super) fn queue(&mut self, text: Option<&str>) -> Slot<Queue> {
        const KEY: &str = "queue";
        self.read(KEY, text, |text| {
            let queue = units::queue(KEY, text).map_err(Mistake::Quantity)?;
            queue.ok_or(Mistake::NothingPasses { key: KEY })
        })
    }

    pub(super) fn word<T: Copy>(
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

    pub(super) fn count<T, N>(
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

    pub(super) fn bytes(
        &mut self,
        key: &'static str,
        number: Option<u32>,
    ) -> Slot<Option<NonZeroU32>> {
        let Some(number) = number else { return Slot::Unset };
        let number = NonZeroU32::new(number);
        if number.is_some() {
            return self.set(key, number);
        }
        self.mistake(key, 0, Mistake::NothingPasses { key });
        Slot::Invalid
    }

    pub(super) fn path_mtu(&mut self, mtu: Option<u32>) -> Slot<Option<NonZeroU32>> {
        const KEY: &str = "path_mtu";
        let Some(mtu) = mtu else { return Slot::Unset };
        if mtu >= MTU_MIN {
            return self.set(KEY, NonZeroU32::new(mtu));
        }
        self.mistake(KEY, 0, Mistake::PathMtu { mtu, min: MTU_MIN });
        Slot::Invalid
    }

    pub(super) fn packets(&mut self, packets: Option<&[u64]>) -> Slot<Vec<NonZeroU64>> {
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

/// Reads a time of at most `max`, which messages call `longest`.
pub(super) fn time(
    key: &'static str,
    text: &str,
    max: Duration,
    longest: &'static str,
) -> Result<Duration, Mistake> {
    match units::delay(key, text).map_err(Mistake::Quantity)? {
        time if time > max => Err(Mistake::TooLong { key, text: text.to_owned(), longest }),
        time => Ok(time),
    }
}
