//! The threads of this process that are in a network, and are not this crate's.

use std::collections::HashSet;
use std::fs;
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

/// How long a thread may go on computing.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

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
    let mut looks_at_rest = 0;
    loop {
        let mut running = strangers(networks);
        if running.is_empty() {
            return Vec::new();
        }
        running.retain(|&(thread, _)| is_running(thread));
        looks_at_rest = if running.is_empty() { looks_at_rest + 1 } else { 0 };
        // One look may come between a thread that ends and the one that it has woken.
        if looks_at_rest == 2 {
            return Vec::new();
        }
        if looks_at_rest == 0 && begin.elapsed() > PATIENCE {
            let restless = |(thread, network)| Restless { name: name_of(thread), network };
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

/// The state follows the name, which is in brackets and may itself hold any (proc_pid_stat(5)).
fn is_running(thread: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/self/task/{thread}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
    matches!(state, Some('R' | 'D'))
}
