//! Listing threads so that none is missed.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use nix::unistd::gettid;

use super::own::{self, Part};
use super::state;

const TASKS: &str = "/proc/self/task";

/// A thread that is in a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Thread {
    pub(crate) id: i32,
    /// The inode number of its network namespace.
    pub(crate) network: u64,
    pub(crate) part: Part,
}

impl Thread {
    /// Returns true if it is the calling thread.
    pub(crate) fn is_current(self) -> bool {
        self.id == gettid().as_raw()
    }

    /// Returns its name, of at most 15 bytes (`comm`, proc_pid_comm(5)).
    pub(crate) fn name(self) -> String {
        let name = fs::read_to_string(format!("{TASKS}/{}/comm", self.id)).unwrap_or_default();
        name.trim_end().to_owned()
    }
}

/// Returns the threads in these networks, except those that wait for jobs.
pub(crate) fn threads_in(networks: &[u64]) -> Vec<Thread> {
    // Only a process that starts threads all the time needs more.
    const ATTEMPTS: usize = 1000;
    let mut exiting = HashSet::new();
    (0..ATTEMPTS).find_map(|_| attempt(networks, &mut exiting)).unwrap_or_default()
}

/// Returns the threads in these networks, except those that wait for jobs, or `None` if the listing may have missed one.
///
/// While threads end, one pass over `/proc/self/task` can miss others: it stops at a thread that ends
/// under it (`next_tid`, `fs/proc/base.c`), and a thread that was listed may have started another one
/// and ended before its namespace was read. So the number of threads, which is the directory's number
/// of links less two, must be that of the list, and every thread of the list must still exist afterwards.
/// Then no thread was alive at that moment that is not in the list.
///
/// A thread that exits has no namespaces for some time, while the kernel unmounts what only it has seen. If an earlier
/// attempt has found it in that state (`exiting`), it has started nothing since.
fn attempt(networks: &[u64], exiting: &mut HashSet<i32>) -> Option<Vec<Thread>> {
    let Ok(entries) = fs::read_dir(TASKS) else { return Some(Vec::new()) };
    let ids: Vec<i32> =
        entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect();
    let links = fs::metadata(TASKS).ok()?.nlink();
    if ids.len() as u64 + 2 != links {
        return None;
    }
    let parts = own::parts();
    let mut found = Vec::new();
    let mut is_complete = true;
    for id in ids {
        let part = parts.get(&id).copied().unwrap_or(Part::Foreign);
        if part == Part::Resident {
            // It exists, and reading its namespace takes time.
            continue;
        }
        match network_of(id) {
            Ok(network) if networks.contains(&network) => found.push(Thread { id, network, part }),
            Ok(_) => {}
            // The main thread may have ended before the process.
            Err(_) if exiting.contains(&id) || state::has_ended(id) => {}
            Err(_) => {
                exiting.insert(id);
                is_complete = false;
            }
        }
    }
    is_complete.then_some(found)
}

/// Waits until a thread of this process that has ended is gone, and with it from its namespaces: who waits for the end of a
/// thread is woken earlier (`do_exit`, `kernel/exit.c`). The kernel has no event for that.
pub(crate) fn wait_until_gone(thread: i32) {
    const TIMEOUT: Duration = Duration::from_secs(1);
    let (path, begin) = (format!("{TASKS}/{thread}"), Instant::now());
    while Path::new(&path).exists() && begin.elapsed() < TIMEOUT {
        thread::yield_now();
    }
}

fn network_of(thread: i32) -> io::Result<u64> {
    let link = fs::read_link(format!("{TASKS}/{thread}/ns/net"))?;
    let number = link.to_str().and_then(|link| link.strip_prefix("net:[")?.strip_suffix(']'));
    number.and_then(|number| number.parse().ok()).ok_or_else(|| io::ErrorKind::InvalidData.into())
}
