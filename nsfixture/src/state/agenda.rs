//! When the faults on a schedule begin and end. It has no clock: times are passed in.

use std::time::Duration;

use nsfixture_plan::FaultPlan;

/// What is next, of all faults on a schedule.
pub(super) struct Agenda(Vec<Entry>);

struct Entry {
    after: Duration,
    lasts: Option<Duration>,
    every: Option<Duration>,
    /// The number of times that it has begun.
    begun: u64,
    /// The next step, if there is one.
    next: Option<(Duration, Act)>,
}

/// What is to be done about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Begin,
    End,
}

/// A step of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The index of the fault.
    pub(super) fault: usize,
    pub(super) at: Duration,
    pub(super) act: Act,
}

impl Agenda {
    pub(super) fn new(faults: &[FaultPlan]) -> Self {
        let entry = |&FaultPlan { after, lasts, every, .. }: &FaultPlan| {
            let next = Some((after, Act::Begin));
            Entry { after, lasts, every, begun: 0, next }
        };
        Self(faults.iter().map(entry).collect())
    }

    /// Returns the next step, unless there is none any more.
    pub(super) fn next(&self) -> Option<Step> {
        let step = |(fault, entry): (usize, &Entry)| {
            let (at, act) = entry.next?;
            Some(Step { fault, at, act })
        };
        self.0.iter().enumerate().filter_map(step).min_by_key(|step| step.at)
    }

    /// Notes that a step has been taken, perhaps late. What begins late lasts as long as it should.
    pub(super) fn done(&mut self, step: Step, now: Duration) {
        let entry = &mut self.0[step.fault];
        entry.next = match step.act {
            Act::Begin => {
                entry.begun += 1;
                entry.lasts.map(|lasts| (now + lasts, Act::End))
            }
            Act::End => entry.next_begin(now).map(|at| (at, Act::Begin)),
        };
    }
}

impl Entry {
    /// Returns the beginning of the next period, of those that are not over yet.
    fn next_begin(&mut self, now: Duration) -> Option<Duration> {
        let (every, lasts) = (nanos(self.every?), self.lasts?);
        let missed = nanos(now.saturating_sub(self.after + lasts)) / every;
        self.begun = self.begun.max(missed + 1);
        Some(self.after + Duration::from_nanos(every * self.begun))
    }
}

/// Enough for 584 years.
fn nanos(time: Duration) -> u64 {
    time.as_nanos() as u64
}

#[cfg(test)]
mod tests {
    use nsfixture_plan::FaultEffect;

    use super::*;

    const fn ms(time: u64) -> Duration {
        Duration::from_millis(time)
    }

    fn agenda(faults: &[(u64, Option<u64>, Option<u64>)]) -> Agenda {
        let fault = |&(after, lasts, every): &(u64, Option<u64>, Option<u64>)| FaultPlan {
            after: ms(after),
            lasts: lasts.map(ms),
            every: every.map(ms),
            name: String::new(),
            effect: FaultEffect::Cut { cuts: Vec::new(), rejects: false },
        };
        Agenda::new(&faults.iter().map(fault).collect::<Vec<_>>())
    }

    /// Takes steps, each late by so much, and compares them.
    #[track_caller]
    fn check(mut agenda: Agenda, steps: &[(usize, u64, Act, u64)], then: Option<u64>) {
        for &(fault, at, act, late) in steps {
            let step = Step { fault, at: ms(at), act };
            assert_eq!(agenda.next(), Some(step));
            agenda.done(step, ms(at + late));
        }
        assert_eq!(agenda.next().map(|step| step.at), then.map(ms));
    }

    use Act::{Begin, End};

    #[test]
    fn a_fault_begins_and_ends_once() {
        check(agenda(&[(100, Some(50), None)]), &[(0, 100, Begin, 0), (0, 150, End, 0)], None);
        check(agenda(&[(0, None, None)]), &[(0, 0, Begin, 0)], None);
        check(agenda(&[]), &[], None);
    }

    #[test]
    fn periods_follow_each_other() {
        let steps = [(0, 10, Begin, 0), (0, 13, End, 0), (0, 110, Begin, 0), (0, 113, End, 0)];
        check(agenda(&[(10, Some(3), Some(100))]), &steps, Some(210));
    }

    #[test]
    fn faults_alternate() {
        let faults = [(10, Some(10), None), (5, None, None), (15, Some(1), Some(2))];
        let steps = [
            (1, 5, Begin, 0),
            (0, 10, Begin, 0),
            (2, 15, Begin, 0),
            (2, 16, End, 0),
            (2, 17, Begin, 0),
        ];
        check(agenda(&faults), &steps, Some(18));
    }

    #[test]
    fn what_is_late_is_not_lost() {
        // It lasts as long as it should, and the next period is where it was.
        let steps = [(0, 10, Begin, 50), (0, 63, End, 0), (0, 110, Begin, 0)];
        check(agenda(&[(10, Some(3), Some(100))]), &steps, Some(113));
        // A period that is not over begins late, one that is over does not.
        let steps = [(0, 10, Begin, 101), (0, 114, End, 0)];
        check(agenda(&[(10, Some(3), Some(100))]), &steps, Some(210));
        let steps = [(0, 10, Begin, 90), (0, 150, End, 5), (0, 110, Begin, 45)];
        check(agenda(&[(10, Some(50), Some(100))]), &steps, Some(205));
    }
}
