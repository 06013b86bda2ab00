//! Finds every process that a test has started, even if its parents have exited.

use std::fs;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

/// A process. PIDs are reused, so its start time is part of its identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Process {
    /// The PID.
    pub id: i32,
    /// The name of the program.
    pub name: String,
    started: u64,
}

/// Fields of `/proc/PID/stat` (proc_pid_stat(5)).
struct Stat {
    process: Process,
    is_zombie: bool,
    is_kernel_thread: bool,
}

/// `PF_KTHREAD` (`linux/sched.h`).
const KERNEL_THREAD: u64 = 0x0020_0000;

impl Process {
    /// Returns its directory in `/proc`.
    pub(crate) fn path(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.id))
    }

    /// Waits until it has exited, or until the timeout.
    pub(crate) fn wait(&self, timeout: Duration) {
        let timeout = Timespec::try_from(timeout).ok();
        if let Some(pidfd) = self.descriptor() {
            let _ended = poll(&mut [PollFd::new(&pidfd, PollFlags::IN)], timeout.as_ref());
        }
    }

    /// Kills it.
    pub fn kill(&self) {
        if let Some(pidfd) = self.descriptor() {
            let _ended = pidfd_send_signal(&pidfd, Signal::KILL);
        }
    }

    /// Returns a file descriptor of it, if it is running. The descriptor is opened before the identity is checked, because
    /// the PID may be reused in between.
    fn descriptor(&self) -> Option<OwnedFd> {
        let pidfd = pidfd_open(Pid::from_raw(self.id)?, PidfdFlags::empty()).ok()?;
        let is_it = stat(self.id).is_some_and(|stat| stat.process.started == self.started);
        is_it.then_some(pidfd)
    }
}

/// Returns all visible processes except zombies.
pub(crate) fn all() -> impl Iterator<Item = Process> {
    living().map(|stat| stat.process)
}

/// Returns the calling process.
pub(crate) fn own() -> Option<Process> {
    stat(std::process::id().try_into().ok()?).map(|stat| stat.process)
}

fn living() -> impl Iterator<Item = Stat> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers.filter_map(stat).filter(|stat| !stat.is_zombie)
}

fn stat(id: i32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name is in parentheses, and may itself contain some.
    let (before, after) = text.rsplit_once(") ")?;
    let (_, name) = before.split_once('(')?;
    let fields: Vec<_> = after.split(' ').collect();
    Some(Stat {
        process: Process { id, name: name.to_owned(), started: fields.get(19)?.parse().ok()? },
        is_zombie: matches!(*fields.first()?, "Z" | "X"),
        is_kernel_thread: fields.get(6)?.parse::<u64>().ok()? & KERNEL_THREAD != 0,
    })
}

/// A mark in the environment of a process, which its children inherit. A program whose environment is empty can carry it
/// in its arguments.
#[derive(Debug, Clone)]
pub struct Mark {
    digits: String,
}

/// The environment variable that holds the mark.
pub const VARIABLE: &str = "NSFIXTURE_CHAOS";

/// How often a process is read that shows neither environment nor arguments: it is about to execute a program, or to exit.
const MAX_READS: usize = 1_000;

impl Mark {
    /// Creates a unique mark.
    #[must_use]
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos();
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        // Digits alone, so that it can be part of a number of seconds to sleep.
        Self { digits: format!("{now}{:07}{next:05}", std::process::id()) }
    }

    /// Returns the mark of this process, if it has one.
    #[must_use]
    pub fn own() -> Option<Self> {
        std::env::var(VARIABLE).ok().map(|digits| Self { digits })
    }

    /// Returns its digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Returns the running processes that carry the mark.
    #[must_use]
    pub fn processes(&self) -> Vec<Process> {
        living()
            .filter(|stat| !stat.is_kernel_thread && self.is_on(stat))
            .map(|s| s.process)
            .collect()
    }

    fn is_on(&self, stat: &Stat) -> bool {
        let directory = stat.process.path();
        let read = |name: &str| fs::read(directory.join(name));
        for _ in 0..MAX_READS {
            match (read("environ"), read("cmdline")) {
                (Ok(environ), Ok(arguments)) if environ.is_empty() && arguments.is_empty() => {
                    if self::stat(stat.process.id).is_none_or(|now| now.is_zombie) {
                        return false;
                    }
                    std::thread::yield_now();
                }
                (environ, arguments) => {
                    let shows = |bytes: &[u8]| {
                        bytes.windows(self.digits.len()).any(|part| part == self.digits.as_bytes())
                    };
                    return [environ, arguments].iter().flatten().any(|bytes| shows(bytes));
                }
            }
        }
        false
    }

    /// Waits until no process carries the mark, or until the timeout; returns the processes that are left.
    #[must_use]
    pub fn wait_until_gone(&self, timeout: Duration) -> Vec<Process> {
        let begin = Instant::now();
        loop {
            let left = self.processes();
            let timeout = timeout.saturating_sub(begin.elapsed());
            if left.is_empty() || timeout.is_zero() {
                return left;
            }
            left[0].wait(timeout);
        }
    }
}

impl Default for Mark {
    fn default() -> Self {
        Self::new()
    }
}
