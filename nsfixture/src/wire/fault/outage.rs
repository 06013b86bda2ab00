//! Times at which everything is lost.

use nsfixture_plan::{Impairment, OutageTimes};

use crate::wire::time::{Time, nanos};

/// The outages of one direction.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outage {
    times: Option<OutageTimes>,
    /// When they were set.
    since: Time,
}

impl Outage {
    /// Returns the outages that an impairment asks for, from a point in time on.
    pub(crate) fn new(impairment: &Impairment, since: Time) -> Self {
        Self { times: impairment.outage, since }
    }

    /// Takes the outages that an impairment asks for. If they are the same, they go on.
    pub(crate) fn set(&mut self, impairment: &Impairment, now: Time) {
        if impairment.outage != self.times {
            *self = Self::new(impairment, now);
        }
    }

    /// Has the times count from now on.
    pub(crate) fn start(&mut self, now: Time) {
        self.since = now;
    }

    /// Returns true if what arrives at this time is lost.
    pub(crate) fn takes(&self, arrived: Time) -> bool {
        let Some(OutageTimes { after, lasts, every }) = self.times else { return false };
        let Some(into) = (arrived - self.since).checked_sub(after) else { return false };
        let into = match every.map(nanos) {
            Some(every) if every > 0 => nanos(into) % every,
            _ => nanos(into),
        };
        into < nanos(lasts)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Checks which of the first milliseconds are lost.
    #[track_caller]
    fn check([after, lasts, every]: [u64; 3], expected: &str) {
        let [after, lasts, period] = [after, lasts, every].map(Duration::from_millis);
        let every = (every > 0).then_some(period);
        let outage = Some(OutageTimes { after, lasts, every });
        let impairment = Impairment { outage, ..Impairment::default() };
        let since = Time::from_nanos(5);
        let outage = Outage::new(&impairment, since);
        let at = |millis| since + Duration::from_millis(millis);
        let fate = |millis| if outage.takes(at(millis)) { 'x' } else { '.' };
        assert_eq!((0..expected.len() as u64).map(fate).collect::<String>(), expected);
        // The times are exact.
        let begin = since + after;
        assert!(
            outage.takes(begin) && outage.takes(Time::from_nanos((begin + lasts).as_nanos() - 1))
        );
        assert!(!outage.takes(begin + lasts));
        assert!(after.is_zero() || !outage.takes(Time::from_nanos(begin.as_nanos() - 1)));
    }

    #[test]
    fn outages_begin_and_end_on_time() {
        check([0, 3, 0], "xxx.......");
        check([2, 3, 0], "..xxx.....");
        check([0, 1, 4], "x...x...x.");
        check([2, 3, 4], "..xxx.xxx.xxx.");
        check([5, 1, 3], ".....x..x..x..");
    }

    #[test]
    fn nothing_is_lost_without_one() {
        let outage = Outage::new(&Impairment::default(), Time::default());
        assert!(!outage.takes(Time::default()));
    }
}
