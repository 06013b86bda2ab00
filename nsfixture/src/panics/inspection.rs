//! When the hosts of a test are inspected, and which of several inspections is kept.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::host_state::HostState;
use crate::kernel::inspect::Inspector;

/// How often the panics of a body lead to an inspection: a body that catches panics may have thousands.
const MAX_INSPECTIONS: usize = 8;

/// What was seen in the hosts of a network.
pub(crate) struct Inspection {
    inspector: Inspector,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    states: Vec<HostState>,
    inspections: usize,
    /// When that was, since the Unix epoch.
    time: Option<Duration>,
}

/// When hosts are inspected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Before the sockets of the body are closed.
    PanicOfBody,
    /// Before those of another thread are.
    OtherPanic,
    /// When the body has ended, or has not ended in time.
    End,
}

impl Inspection {
    pub(super) fn new(inspector: Inspector) -> Self {
        Self { inspector, seen: Mutex::default() }
    }

    /// Inspects the hosts, unless what was seen tells more: a panic precedes the end of its sockets, and of several panics
    /// the last one of the body is why the test has failed, or else the first one.
    pub(crate) fn take_place(&self, at: Moment) {
        // Another thread does this; and a panic of the inspector's own thread must not wait for itself.
        let Ok(mut seen) = self.seen.try_lock() else { return };
        let is_better = at == Moment::PanicOfBody && seen.inspections < MAX_INSPECTIONS;
        if seen.states.is_empty() || is_better {
            seen.inspections += 1;
            seen.time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok();
            seen.states = self.inspector.inspect();
        }
    }

    /// Returns when the hosts were inspected, since the Unix epoch: the time of the failure.
    pub(crate) fn time(&self) -> Option<Duration> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).time
    }

    /// Returns what was seen.
    pub(crate) fn states(&self) -> Vec<HostState> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).states.clone()
    }
}
