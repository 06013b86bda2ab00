//! A program that runs in the place of this one: what comes to this process is passed on to it, and
//! what becomes of it becomes of this process (signal(7), credentials(7)).
#![allow(
    unsafe_code,
    reason = "signals' dispositions, and a hook between fork and exec, which makes one system call"
)]

use std::fs;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use nix::errno::Errno;
use nix::libc::{self, pid_t};
use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{self, SaFlags, SigAction, SigHandler, SigSet, SigmaskHow, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd, siginfo};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::process;
use super::threads::fields_from_third;

/// Signals that are passed on whoever sent them: a terminal sends them to one process only, or
/// it does no harm to get them twice.
const ALWAYS: [Signal; 5] =
    [Signal::SIGHUP, Signal::SIGTERM, Signal::SIGUSR1, Signal::SIGUSR2, Signal::SIGCONT];

/// Signals that the program has got as well when a terminal sends them.
const UNLESS_FROM_TERMINAL: [Signal; 4] =
    [Signal::SIGINT, Signal::SIGQUIT, Signal::SIGTSTP, Signal::SIGWINCH];

/// How long a killed process may take to end, in milliseconds.
const PATIENCE: libc::c_int = 5_000;

/// What became of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It has exited with this status.
    Exited(i32),
    /// This signal has ended it.
    Killed(i32),
}

/// The signals of this process, which wait to be passed on.
pub struct Foreground {
    signals: SignalFd,
    /// What the process kept before.
    before: SigSet,
}

impl Foreground {
    /// Begins to keep signals, before the process has a second thread: all threads keep them.
    ///
    /// # Errors
    /// What the kernel refuses.
    pub fn begin() -> io::Result<Self> {
        let mut kept = SigSet::empty();
        for signal in ALWAYS.into_iter().chain(UNLESS_FROM_TERMINAL) {
            kept.add(signal);
        }
        kept.add(Signal::SIGCHLD);
        let before = kept.thread_swap_mask(SigmaskHow::SIG_BLOCK)?;
        // Where it is ignored, nobody is told what became of a child (sigaction(2)).
        default_action(Signal::SIGCHLD)?;
        // What the program leaves behind becomes this process's, and can be found.
        prctl::set_child_subreaper(true)?;
        Ok(Self { signals: SignalFd::with_flags(&kept, SfdFlags::SFD_CLOEXEC)?, before })
    }

    /// Lets a program that is about to be started have its signals.
    pub fn prepare(&self, command: &mut Command) {
        let before = self.before;
        // SAFETY: the hook makes one system call.
        unsafe { command.pre_exec(move || Ok(before.thread_set_mask()?)) };
    }

    /// Waits until a child has ended, and passes on what signals come meanwhile. When it stops,
    /// this process stops, too, so that a shell's job control works.
    ///
    /// # Errors
    /// What the kernel refuses.
    pub fn wait(&self, child: u32) -> io::Result<Ended> {
        let child = Pid::from_raw(child as pid_t);
        loop {
            if let Some(ended) = look_at_children(child)? {
                return Ok(ended);
            }
            match self.signals.read_signal() {
                Ok(Some(info)) => pass_on(&info, child),
                Ok(None) | Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
    }
}

/// Takes note of every child that has ended or stopped; what has become of this one, if it has
/// ended. The others are those that it has left behind.
fn look_at_children(child: Pid) -> io::Result<Option<Ended>> {
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG | WaitPidFlag::WUNTRACED))? {
            WaitStatus::Exited(process, status) if process == child => {
                return Ok(Some(Ended::Exited(status)));
            }
            WaitStatus::Signaled(process, by, _) if process == child => {
                return Ok(Some(Ended::Killed(by as i32)));
            }
            WaitStatus::Stopped(process, _) if process == child => {
                signal::kill(Pid::this(), Signal::SIGSTOP)?;
                // Whoever lets this process go on means the program.
                signal::kill(child, Signal::SIGCONT)?;
            }
            WaitStatus::StillAlive => return Ok(None),
            _ => {}
        }
    }
}

fn pass_on(info: &siginfo, child: Pid) {
    let Ok(signal) = Signal::try_from(info.ssi_signo as i32) else { return };
    let from_terminal = info.ssi_code > 0;
    let always = ALWAYS.contains(&signal);
    let sometimes = UNLESS_FROM_TERMINAL.contains(&signal) && !from_terminal;
    // One that the program sends to its whole group, itself included, would come again and again.
    if (always || sometimes) && !descends(info.ssi_pid as pid_t, child) {
        // It may have ended just now.
        let _gone = signal::kill(child, signal);
    }
}

/// Whether a process is the child or was started by it, as far as can be told.
fn descends(mut process: pid_t, child: Pid) -> bool {
    const DEEPEST: usize = 1000;
    let own = Pid::this().as_raw();
    for _ in 0..DEEPEST {
        if process == child.as_raw() {
            return true;
        }
        match parent_and_exit_signal(process) {
            // What it has left behind is this process's now.
            Some((parent, _)) if parent == own => return true,
            Some((parent, _)) if parent > 1 => process = parent,
            _ => return false,
        }
    }
    false
}

/// Ends all that the program has left behind, in whatever namespaces; whether all of it has ended.
pub fn end_strays() -> bool {
    // Each ended one leaves its own children behind; more rounds than this are a fork bomb's.
    const ROUNDS: usize = 100;
    for _ in 0..ROUNDS {
        let strays = strays();
        if strays.is_empty() {
            return true;
        }
        if !strays.into_iter().all(end) {
            return false;
        }
    }
    false
}

/// Ends a child, whose number is its own until it is waited for; whether it has ended.
fn end(child: Pid) -> bool {
    // The kernel refuses it only of one that has changed its user, which then is not found to end.
    let _refused = signal::kill(child, Signal::SIGKILL);
    let Ok(pidfd) = process::pidfd_open(child.as_raw()) else { return false };
    let ended = process::wait_readable(pidfd, PATIENCE);
    super::raw::close(pidfd);
    ended && waitpid(child, Some(WaitPidFlag::WNOHANG)).is_ok()
}

/// This process's children, but for the one that has no signal for its parent: the guardian.
fn strays() -> Vec<Pid> {
    let own = Pid::this().as_raw();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<pid_t>().ok());
    let ours = |&process: &pid_t| {
        parent_and_exit_signal(process)
            .is_some_and(|(parent, signal)| parent == own && signal == libc::SIGCHLD)
    };
    processes.filter(ours).map(Pid::from_raw).collect()
}

/// A process's parent, and the signal that the parent gets at its end (proc_pid_stat(5)).
fn parent_and_exit_signal(process: pid_t) -> Option<(pid_t, i32)> {
    parse(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}

fn parse(stat: &str) -> Option<(pid_t, i32)> {
    const PARENT: usize = 4;
    const EXIT_SIGNAL: usize = 38;
    let field = |nth: usize| fields_from_third(stat)?.nth(nth - 3)?.parse().ok();
    Some((field(PARENT)?, field(EXIT_SIGNAL)?))
}

/// Ends this process by a signal, as the program was ended, so that a shell and `cargo` say the
/// same of it. If that does not end it, the caller goes on.
pub fn die_of(signal: i32) {
    let Ok(signal) = Signal::try_from(signal) else { return };
    // The program has dumped its memory, if anybody has.
    let _stays = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    if default_action(signal).is_ok() {
        let mut only = SigSet::empty();
        only.add(signal);
        let _blocked = only.thread_unblock();
        let _survived = signal::raise(signal);
    }
}

fn default_action(signal: Signal) -> nix::Result<()> {
    let action = SigAction::new(SigHandler::SigDfl, SaFlags::empty(), SigSet::empty());
    // SAFETY: there is no handler that could be called or replaced.
    match unsafe { signal::sigaction(signal, &action) } {
        // That of SIGKILL cannot be changed, nor need it be.
        Err(Errno::EINVAL) | Ok(_) => Ok(()),
        Err(errno) => Err(errno),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_parent_past_any_name() {
        // From the third field on: the state, the parent, 33 more, the signal.
        let fields = format!("S 7 {}17 0", "0 ".repeat(33));
        for name in ["sh", "a b", "x) R 1 (y"] {
            let found = parse(&format!("42 ({name}) {fields}"));
            assert_eq!(found, Some((7, 17)), "{name}");
        }
        assert_eq!(parse("42 (sh) S 7"), None);
        assert_eq!(parse(""), None);
    }

    #[test]
    fn knows_its_own_parent() {
        let found = parent_and_exit_signal(Pid::this().as_raw());
        assert_eq!(found.map(|(parent, _)| parent), Some(Pid::parent().as_raw()));
    }
}
