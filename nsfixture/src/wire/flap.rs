//! Times at which a cable has no carriers.

use nsfixture_plan::OutageTimes;

use crate::wire::fault::Outage;
use crate::wire::time::Time;

/// The flaps of one cable.
#[derive(Debug, Default)]
pub(crate) struct Flap {
    times: Outage,
    /// When something may change next.
    next: Option<Time>,
    pub(crate) is_down: bool,
    /// How often the cable has lost its carriers.
    pub(crate) count: u64,
}

impl Flap {
    /// Takes the times, which count from now on unless they are the same.
    pub(crate) fn set(&mut self, times: Option<OutageTimes>, now: Time) {
        if self.times.set(times, now) {
            self.next = Some(now);
        }
    }

    /// Has the times count from now on.
    pub(crate) fn start(&mut self, now: Time) {
        self.times.start(now);
        self.next = self.next.map(|_| now);
    }

    /// Returns when [`advance`](Self::advance) is to be called next.
    pub(crate) fn deadline(&self) -> Option<Time> {
        self.next
    }

    /// Returns true if the cable has lost its carriers, or has got them back.
    pub(crate) fn advance(&mut self, now: Time) -> bool {
        if self.next.is_none_or(|next| now < next) {
            return false;
        }
        self.next = self.times.next_change(now);
        let was_down = std::mem::replace(&mut self.is_down, self.times.takes(now));
        self.count += u64::from(self.is_down && !was_down);
        self.is_down != was_down
    }
}
