//! Losses by number.

use std::num::NonZeroU64;

use nsfixture_plan::Impairment;

/// The numbers of the packets that are lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Exact {
    /// In ascending order.
    numbers: Vec<NonZeroU64>,
    every: Option<NonZeroU64>,
    /// The packets so far.
    count: u64,
}

impl Exact {
    /// Returns the numbers that an impairment lists; the next packet is the first.
    pub(crate) fn new(impairment: &Impairment) -> Self {
        let mut numbers = impairment.drop.clone();
        numbers.sort_unstable();
        Self { numbers, every: impairment.drop_every, count: 0 }
    }

    /// Takes the numbers that an impairment lists. If they are the same, counting goes on.
    pub(crate) fn set(&mut self, impairment: &Impairment) {
        let new = Self::new(impairment);
        if (&new.numbers, new.every) != (&self.numbers, self.every) {
            *self = new;
        }
    }

    /// Returns whether nothing is lost.
    pub(crate) fn is_idle(&self) -> bool {
        self.numbers.is_empty() && self.every.is_none()
    }

    /// Counts a packet, and returns whether it is lost.
    pub(crate) fn next(&mut self) -> bool {
        self.count += 1;
        let Some(number) = NonZeroU64::new(self.count) else { return false };
        self.every.is_some_and(|every| number.get() % every == 0)
            || self.numbers.binary_search(&number).is_ok()
    }
}
