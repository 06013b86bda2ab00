//! Waiting until what a test has started is idle, so that what is about to fail does.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use super::blocked::Blocked;
use super::listing::{Thread, threads_in};
use super::own::Part;
use super::state::State;

/// The CPU time that a foreign thread may use before it is idle.
pub(crate) const CPU_TIME_LIMIT: Duration = Duration::from_secs(5);

/// The deadline for a thread that gets little CPU time on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long a timed wait may be to be waited for, and for how long all of them are.
pub(crate) const GRACE: Duration = Duration::from_millis(100);

/// How long packets on their way are waited for: longer than the shortest time after which TCP sends again
/// what was lost (`TCP_RTO_MIN`, 200 ms).
const PACKET_TIMEOUT: Duration = Duration::from_millis(300);

/// How long packets are waited for that cables delay.
const DELAY_TIMEOUT: Duration = Duration::from_secs(5);

/// The deadline for a timed wait that should have ended long ago.
const LATE: Duration = Duration::from_secs(1);

/// How long to pause until packets and timed waits are looked at again.
const PAUSE: Duration = Duration::from_millis(1);

/// A foreign thread that did not become idle.
pub(crate) struct BusyThread(pub(crate) Thread);

/// What came of waiting.
pub(crate) struct Waited {
    /// The foreign threads that keep running.
    pub(crate) busy: Vec<BusyThread>,
    /// True if no thread is in the networks except those that wait for jobs, not even the calling one.
    pub(crate) is_alone: bool,
}

/// The traffic in networks.
pub(crate) trait Traffic {
    /// Returns what is on its way.
    fn in_flight(&self) -> InFlight;

    /// Pauses for a while, or until something has happened.
    fn pause(&self, at_most: Duration);
}

/// What is on its way in networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InFlight {
    Nothing,
    /// What a host has sent and the other one has not acknowledged or read: it may be lost.
    Unacknowledged,
    /// Packets that a cable delays: they arrive.
    Delayed,
}

/// Waits until every thread in these networks, except those that wait for jobs, has ended or is blocked.
/// Returns what is there then.
///
/// A thread counts as blocked if, at two moments, it had not run in between and no packet was on its way
/// that could wake it, and unless it is in a timed wait of at most [`GRACE`]. What is started again and
/// again, such as a timer with an interval, is waited for until [`GRACE`] has passed.
///
/// The kernel has no event for "is blocked", so this polls, yielding the CPU in between. Without such a
/// thread it polls once.
///
/// Threads of runtimes may go on running once they have used [`GRACE`] of CPU time, and foreign ones, too, with
/// [`Foreign::MayRun`].
pub(crate) fn wait_until_idle(
    networks: &[u64],
    foreign: Foreign,
    traffic: &impl Traffic,
) -> Waited {
    let mut wait = Wait::begin(foreign);
    loop {
        let mut threads = threads_in(networks);
        let is_alone = threads.is_empty();
        threads.retain(|thread| !thread.is_current());
        if threads.is_empty() {
            return Waited { busy: Vec::new(), is_alone };
        }
        match wait.look(&threads, traffic) {
            Look::Idle => return Waited { busy: Vec::new(), is_alone },
            Look::Busy(busy) => return Waited { busy, is_alone },
            Look::Wakes => traffic.pause(PAUSE),
            Look::Runs => thread::yield_now(),
        }
    }
}

/// What foreign threads may do in the end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// They are waited for, and are returned if they do not become idle.
    MustBeIdle,
    MayRun,
}

/// What was seen at one moment.
enum Look {
    /// Nothing that is about to run.
    Idle,
    /// Only threads that have used up their time.
    Busy(Vec<BusyThread>),
    /// Everything is blocked, and something is about to be woken.
    Wakes,
    /// Something runs, or has run since the moment before.
    Runs,
}

struct Wait {
    foreign: Foreign,
    begin: Instant,
    /// The state of each thread when it was first seen.
    first: HashMap<i32, State>,
    /// How often each had run at the moment before.
    runs: HashMap<i32, u64>,
    /// The number of moments, one after the other, at which nothing ran.
    calm: u32,
}

impl Wait {
    fn begin(foreign: Foreign) -> Self {
        let (first, runs) = (HashMap::new(), HashMap::new());
        Self { foreign, begin: Instant::now(), first, runs, calm: 0 }
    }

    fn look(&mut self, threads: &[Thread], traffic: &impl Traffic) -> Look {
        let with_state = |&thread: &Thread| Some((thread, State::of(thread.id)?));
        let seen: Vec<(Thread, State)> = threads.iter().filter_map(with_state).collect();
        for (thread, state) in &seen {
            // The time of each starts when it is first seen.
            self.first.entry(thread.id).or_insert(*state);
        }
        let runs = seen.iter().map(|(thread, state)| (thread.id, state.runs)).collect();
        let is_unchanged = std::mem::replace(&mut self.runs, runs) == self.runs;
        let is_over = self.is_over(&seen);
        // By CPU time, because a thread on a busy machine may wait for a processor for longer than the grace.
        let running = |(thread, state): &&(Thread, State)| {
            let may_run = thread.part == Part::Runtime || self.foreign == Foreign::MayRun;
            state.is_running && !(may_run && self.has_used(thread.id, *state, GRACE))
        };
        let running: Vec<_> = seen.iter().filter(running).collect();
        if !running.is_empty() {
            self.calm = 0;
            let has_limit = |(thread, state): &&(Thread, State)| {
                thread.part == Part::Foreign && self.has_used(thread.id, *state, CPU_TIME_LIMIT)
            };
            if running.iter().all(has_limit) {
                return Look::Busy(running.iter().map(|(thread, _)| BusyThread(*thread)).collect());
            }
            return Look::Runs;
        }
        if !is_unchanged && !is_over {
            self.calm = 0;
            return Look::Runs;
        }
        if self.is_about_to_wake(&seen, is_over, traffic) {
            self.calm = 0;
            return Look::Wakes;
        }
        self.calm += 1;
        // One moment may come between a thread that ends and the one that it has woken.
        if self.calm > 1 { Look::Idle } else { Look::Runs }
    }

    /// Returns true if the grace has passed, not counting the time in which threads had no CPU.
    fn is_over(&self, seen: &[(Thread, State)]) -> bool {
        let delay = |(thread, state): &(Thread, State)| {
            state.delayed.saturating_sub(self.first[&thread.id].delayed)
        };
        self.begin.elapsed().saturating_sub(seen.iter().map(delay).sum()) > GRACE
    }

    /// Returns true if a thread has used this CPU time since it was first seen, or if nothing is waited for any more.
    fn has_used(&self, thread: i32, state: State, limit: Duration) -> bool {
        let used = state.used.saturating_sub(self.first[&thread].used);
        used > limit || self.begin.elapsed() > TIMEOUT
    }

    fn is_about_to_wake(
        &self,
        seen: &[(Thread, State)],
        is_over: bool,
        traffic: &impl Traffic,
    ) -> bool {
        let elapsed = self.begin.elapsed();
        let is_timed = |(thread, state): &(Thread, State)| {
            let is_first = state.runs == self.first[&thread.id].runs;
            let is_due = !is_over || (is_first && elapsed < LATE);
            let timeout = || Blocked::of(thread.id).and_then(|blocked| blocked.timeout);
            is_due && timeout().is_some_and(|timeout| timeout <= GRACE)
        };
        let is_awaited = || match traffic.in_flight() {
            InFlight::Nothing => false,
            InFlight::Unacknowledged => elapsed < PACKET_TIMEOUT,
            InFlight::Delayed => elapsed < DELAY_TIMEOUT,
        };
        seen.iter().any(is_timed) || (elapsed < DELAY_TIMEOUT && is_awaited())
    }
}
