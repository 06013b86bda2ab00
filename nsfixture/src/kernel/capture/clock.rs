//! The clock with which the kernel stamps packets.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// Returns the present time, by that clock.
pub(crate) fn now() -> Duration {
    // The clock is always there.
    clock_gettime(ClockId::CLOCK_REALTIME).map_or(Duration::ZERO, Duration::from)
}
