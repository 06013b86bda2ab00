//! What decides about packets.

use std::fmt;
use std::num::NonZeroU32;

use super::random::RandomSet;
use crate::impairment::Impairment;

/// What decides about the packets of a direction of a cable: each draws by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decider {
    /// The faults of the direction.
    #[default]
    Direction,
    /// The rule of the direction with this number, counted from 1.
    Rule(NonZeroU32),
}

impl Decider {
    /// Returns the rule in a place, counted from 0.
    ///
    /// # Panics
    /// Panics if the direction has 2³² rules or more.
    pub fn rule(nth: usize) -> Self {
        let number = u32::try_from(nth + 1).ok().and_then(NonZeroU32::new);
        Self::Rule(number.expect("a direction has fewer rules"))
    }

    /// Returns the number of the rule, or 0.
    pub fn number(self) -> usize {
        match self {
            Self::Direction => 0,
            Self::Rule(number) => number.get() as usize,
        }
    }
}

/// Writes `rule 1` and a space, or nothing for the direction itself.
impl fmt::Display for Decider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direction => Ok(()),
            Self::Rule(number) => write!(f, "rule {number} "),
        }
    }
}

/// A rule whose effects are random.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RandomRule {
    /// The number among the rules of the direction, counted from 1.
    pub number: NonZeroU32,
    /// Which packets match, in a few words.
    pub matches: String,
    /// The faults that are random.
    pub drawn: RandomSet,
}

impl RandomRule {
    /// Returns those of an impairment. Rules that decide nothing by chance are not among them.
    pub fn all_of(impairment: &Impairment) -> impl Iterator<Item = Self> {
        (1..).zip(&impairment.rules).filter_map(|(number, rule)| {
            let (number, drawn) = (NonZeroU32::new(number)?, RandomSet::of(&rule.impairment));
            let matches = rule.matcher.to_string();
            (!drawn.is_empty()).then_some(Self { number, matches, drawn })
        })
    }

    /// Returns true if both are in the same place and match the same packets.
    pub fn is(&self, other: &Self) -> bool {
        self.number == other.number && self.matches == other.matches
    }
}
