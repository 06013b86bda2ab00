//! A sequence of states.

use super::model::Burst;

/// The number of states that are computed at once; if more are left out, the chain begins again.
pub(crate) const LONGEST: i64 = 65_536;

/// The last known state.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Chain {
    last: Option<(i64, bool)>,
}

impl Chain {
    /// Returns whether the state at `index` is bad, or nothing if it is in the past.
    ///
    /// `visit` is called with each state up to it, beginning with the first that was not known.
    pub(crate) fn at(
        &mut self,
        burst: &Burst,
        key: u64,
        index: i64,
        mut visit: impl FnMut(i64, bool),
    ) -> Option<bool> {
        let (mut at, mut is_bad) = match self.last {
            Some((last, _)) if index < last => return None,
            Some(last) if index - last.0 < LONGEST => last,
            _ => {
                let is_bad = burst.first(key, index);
                visit(index, is_bad);
                (index, is_bad)
            }
        };
        while at < index {
            at += 1;
            is_bad = burst.next(key, at, is_bad);
            visit(at, is_bad);
        }
        self.last = Some((at, is_bad));
        Some(is_bad)
    }
}
