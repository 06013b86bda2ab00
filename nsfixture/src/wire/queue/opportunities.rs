//! When a trace delivers packets.

use nsfixture_plan::{OPPORTUNITY, Schedule};

use crate::wire::time::{Time, nanos};

/// The opportunities of a trace that begins again and again, each for a number of bytes.
#[derive(Debug, Clone)]
pub(crate) struct Opportunities {
    schedule: Schedule,
    /// When the trace began, this time.
    begin: Time,
    /// The opportunity that is next, and the bytes that are left of it.
    next: usize,
    left: u32,
}

impl Opportunities {
    /// Returns a trace that begins now.
    pub(crate) fn new(schedule: &Schedule, begin: Time) -> Self {
        Self { schedule: schedule.clone(), begin, next: 0, left: OPPORTUNITY }
    }

    /// Returns whether they are those of this trace.
    pub(crate) fn are_of(&self, schedule: &Schedule) -> bool {
        self.schedule == *schedule
    }

    /// Returns the time of the next opportunity.
    pub(crate) fn next(&self) -> Time {
        self.begin + self.schedule.time(self.next)
    }

    /// Loses the opportunities until a time, included: nothing waited for them.
    pub(crate) fn skip(&mut self, until: Time) {
        if self.next() > until {
            return;
        }
        let period = nanos(self.schedule.period());
        let laps = nanos(until - self.begin) / period;
        // The end of the last lap is the beginning of this one.
        let begin = Time::from_nanos(self.begin.as_nanos() + laps * period);
        self.begin = begin;
        self.next = self.schedule.until(until - begin);
        self.left = OPPORTUNITY;
    }

    /// Uses bytes of what is left of the next opportunity, and returns the number of those for which there was none.
    pub(crate) fn take(&mut self, bytes: u32) -> u32 {
        if bytes < self.left {
            self.left -= bytes;
            return 0;
        }
        let more = bytes - self.left;
        self.left = OPPORTUNITY;
        self.next += 1;
        if self.next == self.schedule.len() {
            self.next = 0;
            self.begin = self.begin + self.schedule.period();
        }
        more
    }
}
