//! The faults whose effects are random.

use std::fmt;

use crate::impairment::{Impairment, Ppm};

/// A fault whose effects are random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Random {
    /// `loss`.
    Loss,
    /// `duplicate`.
    Duplicate,
    /// `corrupt`.
    Corrupt,
    /// `reorder`.
    Reorder,
    /// `jitter`.
    Jitter,
}

impl Random {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Loss, Self::Duplicate, Self::Corrupt, Self::Reorder, Self::Jitter];

    /// Returns the key that sets it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Duplicate => "duplicate",
            Self::Corrupt => "corrupt",
            Self::Reorder => "reorder",
            Self::Jitter => "jitter",
        }
    }

    /// Returns the one that a key sets.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|random| random.key() == key)
    }
}

impl fmt::Display for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Some of these faults.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RandomSet(u8);

impl RandomSet {
    /// Returns those of an impairment. What happens to all packets is not random, except for which bit is flipped.
    pub fn of(impairment: &Impairment) -> Self {
        let is_random = |share: Ppm| share != Ppm::NONE && share != Ppm::ALL;
        let mut set = Self::default();
        for (random, is_in) in [
            (Random::Loss, is_random(impairment.loss)),
            (Random::Duplicate, is_random(impairment.duplicate)),
            (Random::Corrupt, impairment.corrupt != Ppm::NONE),
            (Random::Reorder, is_random(impairment.reorder)),
            (Random::Jitter, !impairment.jitter.is_zero()),
        ] {
            if is_in {
                set.insert(random);
            }
        }
        set
    }

    /// Adds one.
    pub fn insert(&mut self, random: Random) {
        self.0 |= 1 << random as u8;
    }

    /// Returns true if there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns whether it has one.
    pub fn has(self, random: Random) -> bool {
        self.0 & (1 << random as u8) != 0
    }

    /// Returns those that are in one of two sets.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns those that are not in another set.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns an iterator over them.
    pub fn iter(self) -> impl Iterator<Item = Random> {
        Random::ALL.into_iter().filter(move |random| self.has(*random))
    }
}
