//! The threads of this process that are in a network, and are not this crate's.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::str::SplitAsciiWhitespace;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use nix::unistd::{Pid, gettid};

/// The threads that stay in a host, and those of runtimes: this crate sees to their end itself.
static KNOWN: Mutex<Option<HashSet<i32>>> = Mutex::new(None);

/// Makes the calling thread a known one for as long as this lives.
pub(crate) struct Known(Pid);

impl Known {
    pub(crate) fn this_thread() -> Self {
        let thread = gettid();
        known(|threads| threads.insert(thread.as_raw()));
        Self(thread)
    }
}

impl Drop for Known {
    fn drop(&mut self) {
        known(|threads| threads.remove(&self.0.as_raw()));
    }
}

fn known<T>(act: impl FnOnce(&mut HashSet<i32>) -> T) -> T {
    let mut threads = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    act(threads.get_or_insert_default())
}

/// How much of a processor's time a thread may take before it comes to rest.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// When a thread that gets little of it, on a busy machine, is waited for no longer.
const END_OF_PATIENCE: Duration = Duration::from_secs(60);

/// A thread that did not come to rest.
pub(crate) struct Restless {
    pub(crate) name: String,
    /// The number of its network.
    pub(crate) network: u64,
}

/// Lets the threads that somebody else started in these networks go on until each has ended or
/// waits for something: one that is just about to fail gets to fail. Those that go on computing
/// all the time are given back.
///
/// The kernel has no event for "waits for something", so this asks again and again, giving the
/// processor away in between; where there is no such thread, it asks once.
pub(crate) fn let_settle(networks: &[u64]) -> Vec<Restless> {
    let begin = Instant::now();
    // What each had taken when it was first seen.
    let mut before: HashMap<i32, Duration> = HashMap::new();
    let mut looks_at_rest = 0;
    loop {
        let strangers = strangers(networks);
        if strangers.is_empty() {
            return Vec::new();
        }
        let with_state = |(thread, network)| Some((thread, network, State::of(thread)?));
        let mut running: Vec<_> = strangers.into_iter().filter_map(with_state).collect();
        running.retain(|(_, _, state)| state.is_running);
        looks_at_rest = if running.is_empty() { looks_at_rest + 1 } else { 0 };
        // One look may come between a thread that ends and the one that it has woken.
        if looks_at_rest == 2 {
            return Vec::new();
        }
        // Each is looked at: its time begins when it is first seen.
        let mut all_restless = !running.is_empty();
        for (thread, _, state) in &running {
            let taken = state.taken.saturating_sub(*before.entry(*thread).or_insert(state.taken));
            all_restless &= taken > PATIENCE || begin.elapsed() > END_OF_PATIENCE;
        }
        if all_restless {
            let restless = |(thread, network, _)| Restless { name: name_of(thread), network };
            return running.into_iter().map(restless).collect();
        }
        thread::yield_now();
    }
}

/// Each with the number of its network.
fn strangers(networks: &[u64]) -> Vec<(i32, u64)> {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else { return Vec::new() };
    let known = known(|threads| threads.clone());
    tasks
        .filter_map(|task| task.ok()?.file_name().to_str()?.parse().ok())
        .filter(|thread| !known.contains(thread))
        .filter_map(|thread| Some((thread, network_of(thread)?)))
        .filter(|(_, network)| networks.contains(network))
        .collect()
}

fn name_of(thread: i32) -> String {
    let name = fs::read_to_string(format!("/proc/self/task/{thread}/comm")).unwrap_or_default();
    name.trim_end().to_owned()
}

fn network_of(thread: i32) -> Option<u64> {
    let link = fs::read_link(format!("/proc/self/task/{thread}/ns/net")).ok()?;
    link.to_str()?.strip_prefix("net:[")?.strip_suffix(']')?.parse().ok()
}

/// What a thread is doing, and how much of a processor's time it has taken.
struct State {
    is_running: bool,
    taken: Duration,
}

impl State {
    fn of(thread: i32) -> Option<Self> {
        Self::read(&fs::read_to_string(format!("/proc/self/task/{thread}/stat")).ok()?)
    }

    fn read(stat: &str) -> Option<Self> {
        const TICK: Duration = Duration::from_millis(10); // USER_HZ, `linux/param.h`
        let mut fields = fields_from_third(stat)?;
        let state = fields.next()?;
        let (user, system) = (fields.nth(10)?, fields.next()?);
        let ticks = user.parse::<u32>().ok()?.checked_add(system.parse().ok()?)?;
        Some(Self { is_running: matches!(state, "R" | "D"), taken: TICK * ticks })
    }
}

/// The fields of a `stat` file that follow the name, the second one, which is in brackets and may
/// itself hold blanks and brackets (proc_pid_stat(5)).
pub(super) fn fields_from_third(stat: &str) -> Option<SplitAsciiWhitespace<'_>> {
    stat.rsplit_once(')').map(|(_, rest)| rest.split_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_thread_does() {
        let line = "7 (a) R (b) D 1 2 3 4 5 6 7 8 9 10 120 30 13 14 15 16 17\n";
        let state = State::read(line).expect("a state");
        assert!(state.is_running);
        assert_eq!(state.taken, Duration::from_millis(1_500));
        assert!(!State::read(&line.replace(") D ", ") S ")).expect("a state").is_running);
        assert!(State::read("7 (a").is_none());
    }
}
