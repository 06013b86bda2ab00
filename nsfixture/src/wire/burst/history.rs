//! A sequence of states that can be asked again.

use std::collections::VecDeque;

use super::chain::{Chain, LONGEST};
use super::model::Burst;

/// The last 65,536 states.
#[derive(Debug, Default)]
pub(crate) struct History {
    chain: Chain,
    /// The states that are remembered.
    first: i64,
    end: i64,
    /// They, as bits, from a multiple of 64 on.
    bits: VecDeque<u64>,
    base: i64,
}

impl History {
    /// Returns whether the state at `index` is bad, or nothing if it is forgotten or was never known.
    pub(crate) fn at(&mut self, burst: &Burst, key: u64, index: i64) -> Option<bool> {
        if index < self.end {
            return (index >= self.first).then(|| self.get(index));
        }
        let mut chain = self.chain;
        let state = chain.at(burst, key, index, |at, is_bad| self.add(at, is_bad));
        self.chain = chain;
        state
    }

    fn get(&self, index: i64) -> bool {
        let at = (index - self.base) as usize;
        (self.bits[at / 64] >> (at % 64)) & 1 == 1
    }

    fn add(&mut self, index: i64, is_bad: bool) {
        if index != self.end {
            self.bits.clear();
            self.first = index;
            self.base = index.div_euclid(64) * 64;
        }
        let at = (index - self.base) as usize;
        self.bits.resize(at / 64 + 1, 0);
        self.bits[at / 64] |= u64::from(is_bad) << (at % 64);
        self.end = index + 1;
        if self.end - self.base > LONGEST {
            self.bits.pop_front();
            self.base += 64;
            self.first = self.first.max(self.base);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use nsfixture_plan::Ppm;

    use super::*;

    #[test]
    fn states_stay_as_they_were() {
        let share = Ppm::new(300_000).expect("a share");
        let burst = Burst::new(share, NonZeroU32::new(3).expect("not 0"));
        let mut history = History::default();
        let mut at = |index| history.at(&burst, 1, index);
        let known: Vec<Option<bool>> = (0..1000).map(&mut at).collect();
        assert_eq!((0..1000).map(&mut at).collect::<Vec<_>>(), known);
        assert_eq!(at(-1), None);
        // It does not matter which states are asked for.
        let mut other = History::default();
        other.at(&burst, 1, 0);
        other.at(&burst, 1, 999);
        assert!((0..1000).map(|index| other.at(&burst, 1, index)).eq(known));
        // The oldest are forgotten.
        for index in (1000..70_000).step_by(100) {
            at(index);
        }
        assert_eq!((0..1000).map(&mut at).collect::<Vec<_>>(), [None; 1000]);
        assert!((5000..69_000).all(|index| at(index).is_some()));
        // After a long gap a new sequence begins.
        assert!(at(1 << 40).is_some());
        assert_eq!(at(69_000), None);
    }
}
