//! The probabilities of the two states.

use std::num::NonZeroU32;

use nsfixture_plan::Ppm;

use crate::wire::chance::Chance;
use crate::wire::hash::combine;

/// The probabilities of becoming bad and good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Burst {
    /// The share of the bad state in the long run.
    share: Chance,
    enter: Chance,
    leave: Chance,
}

impl Burst {
    /// Returns the model in which `share` of all packets are lost, `mean` one after the other.
    ///
    /// If the good state would last for less than one packet, it lasts for one, and the bad one lasts longer than `mean`.
    pub(crate) fn new(share: Ppm, mean: NonZeroU32) -> Self {
        let lost = u64::from(share.get());
        let kept = u64::from(Ppm::ALL.get()) - lost;
        let mean = u64::from(mean.get());
        let leave = if lost > mean * kept { Chance::of(kept, lost) } else { Chance::of(1, mean) };
        Self { share: share.into(), enter: Chance::of(lost, mean * kept), leave }
    }

    /// Returns whether the state at `index` is bad, if it is not known which one came before.
    pub(crate) fn first(&self, key: u64, index: i64) -> bool {
        self.share.hits(combine(key, index as u64))
    }

    /// Returns whether the state at `index` is bad, given the one before.
    pub(crate) fn next(&self, key: u64, index: i64, is_bad: bool) -> bool {
        let draw = combine(key, index as u64);
        if is_bad { !self.leave.hits(draw) } else { self.enter.hits(draw) }
    }
}
