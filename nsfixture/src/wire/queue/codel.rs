//! Controlled delay (`CoDel`, RFC 8289).

use std::time::Duration;

use crate::wire::time::Time;

/// How long packets may always wait.
const TARGET: Duration = Duration::from_millis(5);

/// How long they may wait longer than that.
const INTERVAL: Duration = Duration::from_millis(100);

/// The state of the algorithm, with the names of the RFC.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Codel {
    first_above: Option<Time>,
    is_dropping: bool,
    drop_next: Time,
    count: u64,
    last_count: u64,
}

impl Codel {
    /// Returns whether a packet that leaves the queue at `now` is to be dropped or marked.
    ///
    /// `is_short` tells that no more than one packet is left.
    pub(crate) fn takes(&mut self, now: Time, waited: Duration, is_short: bool) -> bool {
        if !self.is_above(now, waited, is_short) {
            self.is_dropping = false;
            return false;
        }
        if self.is_dropping {
            if now < self.drop_next {
                return false;
            }
            self.count += 1;
            self.drop_next = after(self.drop_next, self.count);
            return true;
        }
        self.is_dropping = true;
        // If it was dropping a short time ago, it begins with the rate that controlled the queue.
        let delta = self.count - self.last_count;
        let is_recent = now - self.drop_next < INTERVAL * 16;
        self.count = if delta > 1 && is_recent { delta } else { 1 };
        self.last_count = self.count;
        self.drop_next = after(now, self.count);
        true
    }

    /// Returns whether packets have waited too long for a whole interval.
    fn is_above(&mut self, now: Time, waited: Duration, is_short: bool) -> bool {
        if waited < TARGET || is_short {
            self.first_above = None;
            return false;
        }
        now >= *self.first_above.get_or_insert(now + INTERVAL)
    }
}

/// Returns the time of the next drop; the more there were, the sooner it comes.
fn after(time: Time, count: u64) -> Time {
    let interval = INTERVAL.as_nanos() as u64;
    time + Duration::from_nanos((interval * interval / count.max(1)).isqrt())
}
