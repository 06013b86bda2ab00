//! How often parts of a stream were lost.

use std::collections::BTreeMap;

/// What stands for a segment of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    /// The mark with this number, which the segment carries.
    Mark(i64),
    /// The position of the segment, which carries none.
    Start(i64),
}

impl Point {
    /// Returns a number that no other point has.
    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Mark(number) => (number as u64).wrapping_mul(2),
            Self::Start(position) => (position as u64).wrapping_mul(2) | 1,
        }
    }
}

/// The points that were lost, and how often.
#[derive(Debug, Default)]
pub(crate) struct Lost {
    marks: Counts,
    starts: Counts,
}

#[derive(Debug, Default)]
struct Counts {
    by_position: BTreeMap<i64, u32>,
    /// The last position that was lost; most of what is asked for is new.
    last: i64,
    /// The positions before this one are forgotten.
    first: Option<i64>,
}

/// The number of marks and of starts that are remembered.
const CAPACITY: usize = 16_384;

impl Lost {
    /// Returns how often a point was lost, or nothing if that is forgotten.
    pub(crate) fn times(&self, point: Point) -> Option<u32> {
        let (Counts { by_position, last, first }, at) = match point {
            Point::Mark(number) => (&self.marks, number),
            Point::Start(position) => (&self.starts, position),
        };
        if at > *last || by_position.is_empty() {
            return Some(0);
        }
        if first.is_some_and(|first| at < first) {
            return None;
        }
        Some(by_position.get(&at).copied().unwrap_or(0))
    }

    /// Counts a loss.
    pub(crate) fn add(&mut self, point: Point) {
        let (Counts { by_position, last, first }, at) = match point {
            Point::Mark(number) => (&mut self.marks, number),
            Point::Start(position) => (&mut self.starts, position),
        };
        *last = at.max(*last);
        *by_position.entry(at).or_insert(0) += 1;
        if by_position.len() > CAPACITY {
            // The one that is furthest behind has most likely arrived.
            *first = by_position.pop_first().map(|(at, _)| at + 1).max(*first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_furthest_behind_is_forgotten() {
        let mut lost = Lost::default();
        for position in 0..CAPACITY as i64 {
            lost.add(Point::Start(position * 10));
        }
        lost.add(Point::Start(50));
        assert_eq!(lost.times(Point::Start(50)), Some(2));
        assert_eq!(lost.times(Point::Start(55)), Some(0));
        assert_eq!(lost.times(Point::Mark(50)), Some(0));
        lost.add(Point::Start(-7));
        lost.add(Point::Start(7_000_000));
        assert_eq!(lost.times(Point::Start(0)), None);
        assert_eq!(lost.times(Point::Start(-7)), None);
        assert_eq!(lost.times(Point::Start(10)), Some(1));
    }
}
