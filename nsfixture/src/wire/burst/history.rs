//! A sequence of states that can be asked again.

use super::chain::{Chain, LONGEST};
use super::model::Burst;

/// The last 65,536 states.
#[derive(Debug)]
pub(crate) struct History {
    chain: Chain,
    /// The states that are remembered.
    first: i64,
    end: i64,
    bits: [u64; LONGEST as usize / 64],
}

impl Default for History {
    fn default() -> Self {
        Self { chain: Chain::default(), first: 0, end: 0, bits: [0; LONGEST as usize / 64] }
    }
}

impl History {
    /// Returns whether the state at `index` is bad, or nothing if it is forgotten or was never known.
    pub(crate) fn at(&mut self, burst: &Burst, key: u64, index: i64) -> Option<bool> {
        if index < self.end {
            let (word, bit) = place(index);
            return (index >= self.first).then(|| self.bits[word] & bit != 0);
        }
        let Self { chain, first, end, bits } = self;
        chain.at(burst, key, index, |at, is_bad| {
            if at != *end {
                *first = at;
            }
            *end = at + 1;
            *first = (*first).max(*end - LONGEST);
            let (word, bit) = place(at);
            if is_bad { bits[word] |= bit } else { bits[word] &= !bit }
        })
    }
}

fn place(index: i64) -> (usize, u64) {
    let place = index.rem_euclid(LONGEST) as usize;
    (place / 64, 1 << (place % 64))
}
