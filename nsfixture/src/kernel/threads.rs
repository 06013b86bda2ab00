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
const PATIENCE: Duration = Duration::from_secs(1);

/// Lets the threads that somebody else started in these networks go on until each has ended or
/// waits for something: one that is just about to fail gets to fail.
///
/// The kernel has no event for "waits for something", so this asks again and again, giving the
/// processor away in between; where there is no such thread, it asks once.
pub(crate) fn let_settle(networks: &[u64]) {
    let begin = Instant::now();
    let mut looks_at_rest = 0;
    while begin.elapsed() < PATIENCE {
        let strangers = strangers(networks);
        if strangers.is_empty() {
            return;
        }
        let any_runs = strangers.into_iter().any(is_running);
        looks_at_rest = if any_runs { 0 } else { looks_at_rest + 1 };
        // One look may come between a thread that ends and the one that it has woken.
        if looks_at_rest == 2 {
            return;
        }
        thread::yield_now();
    }
}

fn strangers(networks: &[u64]) -> Vec<i32> {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else { return Vec::new() };
    let known = known(|threads| threads.clone());
    tasks
        .filter_map(|task| task.ok()?.file_name().to_str()?.parse().ok())
        .filter(|thread| !known.contains(thread))
        .filter(|thread| network_of(*thread).is_some_and(|found| networks.contains(&found)))
        .collect()
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
