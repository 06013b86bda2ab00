//! Probabilities without floating point.

use nsfixture_plan::Ppm;

/// A probability, in units of 2^-63.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Certainty.
    pub(crate) const ALWAYS: Self = Self(1 << 63);
    /// Impossibility.
    pub(crate) const NEVER: Self = Self(0);

    /// Returns the probability `part / whole`, at most 1.
    pub(crate) fn of(part: u64, whole: u64) -> Self {
        if part >= whole {
            return Self::ALWAYS;
        }
        Self(((u128::from(part) << 63) / u128::from(whole)) as u64)
    }

    /// Returns whether an event of this probability happens, given 64 uniformly distributed bits.
    pub(crate) const fn hits(self, draw: u64) -> bool {
        draw >> 1 < self.0
    }

    /// Returns whether the event is neither impossible nor certain.
    pub(crate) const fn is_random(self) -> bool {
        0 < self.0 && self.0 < Self::ALWAYS.0
    }

    /// Returns whether the event cannot happen.
    pub(crate) const fn is_never(self) -> bool {
        self.0 == 0
    }
}

impl From<Ppm> for Chance {
    fn from(share: Ppm) -> Self {
        Self::of(share.get().into(), Ppm::ALL.get().into())
    }
}
