//! The rate of a link.

use std::num::NonZeroU64;
use std::time::Duration;

use crate::wire::time::Time;

/// When a link is free for another packet.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Link {
    pub(crate) free: Time,
    /// The part of a nanosecond that was left over, in units of `1 / rate`.
    rest: u64,
}

impl Link {
    /// Returns the link after a packet that is sent as soon as possible from `start` on.
    pub(crate) fn after(self, start: Time, len: usize, rate: NonZeroU64) -> Self {
        let (start, rest) = if start > self.free { (start, 0) } else { (self.free, self.rest) };
        let units = u128::from(len as u64 * 8) * 1_000_000_000 + u128::from(rest);
        let (nanos, rest) = (units / u128::from(rate.get()), units % u128::from(rate.get()));
        let nanos = nanos.try_into().unwrap_or(u64::MAX);
        Self { free: start + Duration::from_nanos(nanos), rest: rest as u64 }
    }

    /// Forgets what was left over, which was in units of another rate.
    pub(crate) fn change_rate(&mut self) {
        self.rest = 0;
    }
}
