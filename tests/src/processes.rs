//! Processes, and how to find all that a test has started, whatever became of its parents.

use std::fs;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

/// A process. Its number may be used again; together with the time of its start it is not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Process {
    /// Its number.
    pub id: i32,
    /// The name of its program.
    pub name: String,
    started: u64,
}

/// What `/proc/PID/stat` says (proc_pid_stat(5)).
struct Stat {
    process: Process,
    is_zombie: bool,
    is_kernel_thread: bool,
}

/// `PF_KTHREAD` (`linux/sched.h`).
const KERNEL_THREAD: u64 = 0x0020_0000;

impl Process {
    /// Its directory in `/proc`.
    pub(crate) fn path(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.id))
    }

    /// Waits until it has ended, for so long at the most.
    pub(crate) fn wait(&self, patience: Duration) {
        let timeout = Timespec::try_from(patience).ok();
        if let Some(pidfd) = self.descriptor() {
            let _ended = poll(&mut [PollFd::new(&pidfd, PollFlags::IN)], timeout.as_ref());
        }
    }

    /// Ends it by force.
    pub fn kill(&self) {
        if let Some(pidfd) = self.descriptor() {
            let _ended = pidfd_send_signal(&pidfd, Signal::KILL);
        }
    }

    /// A descriptor of it, if it lives. The descriptor comes before the look at who has the
    /// number.
    fn descriptor(&self) -> Option<OwnedFd> {
        let pidfd = pidfd_open(Pid::from_raw(self.id)?, PidfdFlags::empty()).ok()?;
        let is_it = stat(self.id).is_some_and(|stat| stat.process.started == self.started);
        is_it.then_some(pidfd)
    }
}

/// All processes that can be seen, those aside that have ended and wait for their parents.
pub(crate) fn all() -> impl Iterator<Item = Process> {
    living().map(|stat| stat.process)
}

/// The calling process.
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
    // The name is in brackets and may itself hold any.
    let (before, after) = text.rsplit_once(") ")?;
    let (_, name) = before.split_once('(')?;
    let fields: Vec<_> = after.split(' ').collect();
    Some(Stat {
        process: Process { id, name: name.to_owned(), started: fields.get(19)?.parse().ok()? },
        is_zombie: matches!(*fields.first()?, "Z" | "X"),
        is_kernel_thread: fields.get(6)?.parse::<u64>().ok()? & KERNEL_THREAD != 0,
    })
}

/// A mark in the environment of a process, which everything that it starts inherits, and which
/// the arguments of a program can bear, too, where the environment is emptied.
#[derive(Debug, Clone)]
pub struct Mark {
    digits: String,
}

/// The variable that holds the mark.
pub const VARIABLE: &str = "NSFIXTURE_CHAOS";

/// How often a process is looked at that shows neither environment nor arguments: it is about to
/// become another program, or to end.
const LOOKS: usize = 1_000;

impl Mark {
    /// One that nothing else bears.
    #[must_use]
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos();
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        // Digits alone, so that it can be part of a number of seconds to sleep.
        Self { digits: format!("{now}{:07}{next:05}", std::process::id()) }
    }

    /// The mark of this process, if it bears one.
    #[must_use]
    pub fn own() -> Option<Self> {
        std::env::var(VARIABLE).ok().map(|digits| Self { digits })
    }

    /// Its digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The living processes that bear it.
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
        for _ in 0..LOOKS {
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

    /// Waits until nothing that bears it lives, for so long at the most; what lives then.
    #[must_use]
    pub fn wait_until_gone(&self, patience: Duration) -> Vec<Process> {
        let begin = Instant::now();
        loop {
            let left = self.processes();
            let patience = patience.saturating_sub(begin.elapsed());
            if left.is_empty() || patience.is_zero() {
                return left;
            }
            left[0].wait(patience);
        }
    }
}

impl Default for Mark {
    fn default() -> Self {
        Self::new()
    }
}
