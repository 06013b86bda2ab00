//! Times at which everything is lost.

use std::time::Duration;

use nsfixture_plan::OutageTimes;

use crate::wire::time::{Time, nanos};

/// The outages of one direction.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outage {
    times: Option<OutageTimes>,
    /// When they were set.
    since: Time,
}

impl Outage {
    /// Returns outages from a point in time on.
    pub(crate) fn new(times: Option<OutageTimes>, since: Time) -> Self {
        Self { times, since }
    }

    /// Takes other outages. If they are the same, they go on, and false is returned.
    pub(crate) fn set(&mut self, times: Option<OutageTimes>, now: Time) -> bool {
        let is_other = times != self.times;
        if is_other {
            *self = Self::new(times, now);
        }
        is_other
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

    /// Returns when an outage begins or ends next, after `now`.
    pub(crate) fn next_change(&self, now: Time) -> Option<Time> {
        let OutageTimes { after, lasts, every } = self.times?;
        let first = self.since + after;
        if now < first {
            return Some(first);
        }
        let into = nanos(now - first);
        let every = every.map(nanos).filter(|&every| every > 0);
        let begin = first + Duration::from_nanos(every.map_or(0, |every| into - into % every));
        let (end, next) = (begin + lasts, every.map(|every| begin + Duration::from_nanos(every)));
        if now < end { Some(next.map_or(end, |next| end.min(next))) } else { next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which of the first milliseconds are lost.
    #[track_caller]
    fn check([after, lasts, every]: [u64; 3], expected: &str) {
        let [after, lasts, period] = [after, lasts, every].map(Duration::from_millis);
        let every = (every > 0).then_some(period);
        let outage = Some(OutageTimes { after, lasts, every });
        let since = Time::from_nanos(5);
        let outage = Outage::new(outage, since);
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
        // From one change to the next, nothing changes.
        let (mut now, mut found) = (since, String::new());
        while found.len() < expected.len() {
            let next = outage.next_change(now).unwrap_or(at(1_000_000));
            let millis = (next - now).as_millis() as usize;
            let left = expected.len() - found.len();
            found += &if outage.takes(now) { "x" } else { "." }.repeat(millis.min(left));
            now = next;
        }
        assert_eq!(found, expected);
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
        let outage = Outage::new(None, Time::default());
        assert!(!outage.takes(Time::default()));
        assert_eq!(outage.next_change(Time::default()), None);
    }
}
