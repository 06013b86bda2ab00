//! The part of a sequence that was sent.

use std::collections::VecDeque;

/// The most holes that are remembered, and the most packets.
const MAX: usize = 256;

/// What was sent of a sequence, from the first number that was seen.
#[derive(Debug)]
pub(super) struct Sent {
    begin: u32,
    end: u32,
    /// What was not seen yet before the end: reordered segments come late, and are not sent again.
    holes: VecDeque<(u32, u32)>,
    /// What stands for the last packets.
    prints: VecDeque<u64>,
}

impl Sent {
    /// Returns a sequence of which nothing was sent.
    pub(super) fn new(begin: u32) -> Self {
        Self { begin, end: begin, holes: VecDeque::new(), prints: VecDeque::new() }
    }

    pub(super) fn begins_at(&self, number: u32) -> bool {
        self.begin == number
    }

    /// Adds a packet, and returns whether none of the last ones was the same.
    pub(super) fn is_first_print(&mut self, print: u64) -> bool {
        let is_first = !self.prints.contains(&print);
        self.prints.push_back(print);
        if self.prints.len() > MAX {
            self.prints.pop_front();
        }
        is_first
    }

    /// Adds numbers, and returns whether any of them is new. No numbers are new.
    pub(super) fn add(&mut self, begin: u32, end: u32) -> bool {
        if begin == end {
            return true;
        }
        let fills = self.fill(begin, end);
        let exceeds = is_before(self.end, end);
        if is_before(self.end, begin) {
            self.holes.push_back((self.end, begin));
            if self.holes.len() > MAX {
                self.holes.pop_front();
            }
        }
        if exceeds {
            self.end = end;
        }
        fills || exceeds
    }

    /// Takes numbers out of the holes, and returns whether there were any.
    fn fill(&mut self, begin: u32, end: u32) -> bool {
        let mut fills = false;
        let mut left = VecDeque::with_capacity(self.holes.len());
        for (from, to) in self.holes.drain(..) {
            if !(is_before(from, end) && is_before(begin, to)) {
                left.push_back((from, to));
                continue;
            }
            fills = true;
            if is_before(from, begin) {
                left.push_back((from, begin));
            }
            if is_before(end, to) {
                left.push_back((end, to));
            }
        }
        self.holes = left;
        fills
    }
}

/// Returns whether a number comes before another one. Numbers wrap around (RFC 9293, section 3.4).
fn is_before(a: u32, b: u32) -> bool {
    (b.wrapping_sub(a) as i32) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_late_is_new() {
        let mut sent = Sent::new(u32::MAX - 49);
        let mut add = |begin: u32, len: u32| {
            let begin = begin.wrapping_sub(50);
            sent.add(begin, begin.wrapping_add(len))
        };
        // The first number is in the past of the wrap.
        assert!(add(0, 10));
        assert!(!add(0, 10));
        assert!(add(100, 10), "90 are missing");
        assert!(add(40, 10), "in the middle of them");
        assert!(!add(40, 10));
        assert!(!add(42, 3));
        assert!(add(10, 90), "the rest");
        assert!(!add(0, 110));
        assert!(add(105, 10), "in part");
        assert!(add(7, 0), "an acknowledgment");
    }

    #[test]
    fn prints_are_those_of_the_last_packets() {
        let mut sent = Sent::new(0);
        assert!(sent.is_first_print(1));
        assert!(!sent.is_first_print(1));
        for print in 0..MAX as u64 {
            sent.is_first_print(print + 2);
        }
        assert!(sent.is_first_print(1));
    }
}
