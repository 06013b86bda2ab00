//! The pump's clock: monotonic time, and what the kernel's timestamps are in it.

use nix::sys::time::TimeSpec;
use nix::time::{ClockId, clock_gettime};

use crate::wire::Time;

/// Returns the present time (`CLOCK_MONOTONIC`).
pub(super) fn now() -> Time {
    Time::from_nanos(nanos(ClockId::CLOCK_MONOTONIC))
}

/// Converts timestamps of packets, which are in `CLOCK_REALTIME` (`SO_TIMESTAMPNS`, socket(7)).
pub(super) struct Stamps {
    now: Time,
    realtime: u64,
}

impl Stamps {
    pub(super) fn at(now: Time) -> Self {
        Self { now, realtime: nanos(ClockId::CLOCK_REALTIME) }
    }

    /// Returns the monotonic time of a timestamp. That clock can be set: a packet arrives no later than now,
    /// and at most a second before.
    pub(super) fn to_monotonic(&self, stamp: u64) -> Time {
        const MAX_AGE: u64 = 1_000_000_000;
        let age = self.realtime.saturating_sub(stamp).min(MAX_AGE);
        Time::from_nanos(self.now.as_nanos().saturating_sub(age))
    }
}

fn nanos(clock: ClockId) -> u64 {
    let time = clock_gettime(clock).unwrap_or(TimeSpec::new(0, 0));
    time.tv_sec() as u64 * 1_000_000_000 + time.tv_nsec() as u64
}
