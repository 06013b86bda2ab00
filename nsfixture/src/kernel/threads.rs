//! The threads of this process that are in a network and were not started by this crate.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::str::SplitAsciiWhitespace;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use nix::unistd::{Pid, gettid};

/// The threads of hosts and of runtimes, which this crate ends itself.
static OWN: Mutex<Option<HashSet<i32>>> = Mutex::new(None);

/// Registers the calling thread as one of this crate's until this is dropped.
pub(crate) struct OwnThread(Pid);

impl OwnThread {
    pub(crate) fn register() -> Self {
        let thread = gettid();
        own_threads(|threads| threads.insert(thread.as_raw()));
        Self(thread)
    }
}

impl Drop for OwnThread {
    fn drop(&mut self) {
        own_threads(|threads| threads.remove(&self.0.as_raw()));
    }
}

fn own_threads<T>(act: impl FnOnce(&mut HashSet<i32>) -> T) -> T {
    let mut threads = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    act(threads.get_or_insert_default())
}

/// The CPU time that a thread may use before it is idle.
pub(crate) const CPU_TIME_LIMIT: Duration = Duration::from_secs(5);

/// The deadline for a thread that gets little CPU time on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A thread that did not become idle.
pub(crate) struct BusyThread {
    pub(crate) name: String,
    /// The inode number of its network namespace.
    pub(crate) network: u64,
}

/// Waits until every foreign thread in these networks has ended or is blocked, so that one that is
/// about to fail does. Returns those that keep running.
///
/// The kernel has no event for "is blocked", so this polls, yielding the CPU in between. Without such
/// a thread it polls once.
pub(crate) fn wait_until_idle(networks: &[u64]) -> Vec<BusyThread> {
    let begin = Instant::now();
    // The CPU time of each when it was first seen.
    let mut before: HashMap<i32, Duration> = HashMap::new();
    let mut idle_polls = 0;
    loop {
        let foreign_threads = foreign_threads(networks);
        if foreign_threads.is_empty() {
            return Vec::new();
        }
        let with_state = |(thread, network)| Some((thread, network, State::of(thread)?));
        let mut running: Vec<_> = foreign_threads.into_iter().filter_map(with_state).collect();
        running.retain(|(_, _, state)| state.is_running);
        idle_polls = if running.is_empty() { idle_polls + 1 } else { 0 };
        // One poll may come between a thread that ends and the one that it has woken.
        if idle_polls == 2 {
            return Vec::new();
        }
        // Checks each of them: the time of each starts when it is first seen.
        let mut all_busy = !running.is_empty();
        for (thread, _, state) in &running {
            let taken = state.taken.saturating_sub(*before.entry(*thread).or_insert(state.taken));
            all_busy &= taken > CPU_TIME_LIMIT || begin.elapsed() > TIMEOUT;
        }
        if all_busy {
            let busy = |(thread, network, _)| BusyThread { name: name_of(thread), network };
            return running.into_iter().map(busy).collect();
        }
        thread::yield_now();
    }
}

/// Returns the foreign threads in these networks, each with its network.
fn foreign_threads(networks: &[u64]) -> Vec<(i32, u64)> {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else { return Vec::new() };
    let own = own_threads(|threads| threads.clone());
    tasks
        .filter_map(|task| task.ok()?.file_name().to_str()?.parse().ok())
        .filter(|thread| !own.contains(thread))
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

/// The state of a thread, and the CPU time that it has used.
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

/// Returns the fields of a `stat` file after the second one, the name, which is in parentheses and
/// may itself contain spaces and parentheses (proc_pid_stat(5)).
pub fn fields_from_third(stat: &str) -> Option<SplitAsciiWhitespace<'_>> {
    stat.rsplit_once(')').map(|(_, rest)| rest.split_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_state_of_a_thread() {
        let line = "7 (a) R (b) D 1 2 3 4 5 6 7 8 9 10 120 30 13 14 15 16 17\n";
        let state = State::read(line).expect("a state");
        assert!(state.is_running);
        assert_eq!(state.taken, Duration::from_millis(1_500));
        assert!(!State::read(&line.replace(") D ", ") S ")).expect("a state").is_running);
        assert!(State::read("7 (a").is_none());
    }
}
