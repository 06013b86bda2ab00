//! What is remembered of a flow in one direction.

use super::kind::Kind;
use super::lost::Lost;
use super::sequence::Sequence;
use crate::wire::burst::{Chain, History};

/// The packets of a flow so far that went one way.
#[derive(Debug, Default)]
pub(crate) struct Side {
    counts: Vec<(Kind, u64)>,
    /// The acknowledgement that was seen last, and how often it was repeated.
    acknowledged: Option<(u32, u64)>,
    pub(crate) sequence: Sequence,
    pub(crate) lost: Lost,
    /// Those of the direction, and of its rules.
    bursts: Vec<Bursts>,
}

/// The states of bursts that packets meet.
#[derive(Debug, Default)]
pub(crate) struct Bursts {
    counts: Vec<(Kind, i64)>,
    chains: Vec<(Kind, Chain)>,
    marks: Option<Box<History>>,
}

impl Side {
    /// Counts packets of a kind, and returns how many there were before.
    pub(crate) fn count(&mut self, kind: Kind, packets: u64) -> u64 {
        let count = entry(&mut self.counts, kind);
        let before = *count;
        *count += packets;
        before
    }

    /// Notes an acknowledgement, and returns how often it has been repeated.
    pub(crate) fn acknowledge(&mut self, number: u32) -> u64 {
        let repeated = match self.acknowledged {
            Some((last, repeated)) if last == number => repeated + 1,
            _ => 0,
        };
        self.acknowledged = Some((number, repeated));
        repeated
    }

    /// Returns the states of the bursts with a number: 0 are those of the direction.
    pub(crate) fn bursts(&mut self, number: usize) -> &mut Bursts {
        if self.bursts.len() <= number {
            self.bursts.resize_with(number + 1, Bursts::default);
        }
        &mut self.bursts[number]
    }
}

impl Bursts {
    /// Counts a packet of a kind, and returns how many there were before.
    pub(crate) fn count(&mut self, kind: Kind) -> i64 {
        let count = entry(&mut self.counts, kind);
        *count += 1;
        *count - 1
    }

    /// Returns the states that packets of a kind meet.
    pub(crate) fn chain(&mut self, kind: Kind) -> &mut Chain {
        entry(&mut self.chains, kind)
    }

    /// Returns the states that the marks of a TCP stream meet.
    pub(crate) fn marks(&mut self) -> &mut History {
        self.marks.get_or_insert_default()
    }
}

/// Returns the entry of a kind, of which there are few.
fn entry<T: Default>(entries: &mut Vec<(Kind, T)>, kind: Kind) -> &mut T {
    let at = entries.iter().position(|(other, _)| *other == kind).unwrap_or_else(|| {
        entries.push((kind, T::default()));
        entries.len() - 1
    });
    &mut entries[at].1
}
