//! A program that runs in the place of this one: signals to this process are forwarded to it, and its
//! exit status becomes that of this process (signal(7), credentials(7)).
#![allow(
    unsafe_code,
    reason = "signals' dispositions, and a hook between fork and exec, which makes system calls"
)]

use std::io;
use std::os::fd::AsFd as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use nix::errno::Errno;
use nix::libc::pid_t;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{self, SaFlags, SigAction, SigHandler, SigSet, SigmaskHow, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd, siginfo};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, setpgid};

use super::orphans::parent_of;
use super::worker::SupervisorLink;

/// Signals that are forwarded from any sender: a terminal sends them to one process only, or they do no
/// harm if received twice.
const ALWAYS: [Signal; 5] =
    [Signal::SIGHUP, Signal::SIGTERM, Signal::SIGUSR1, Signal::SIGUSR2, Signal::SIGCONT];

/// Signals that the program receives as well when a terminal sends them.
const UNLESS_FROM_TERMINAL: [Signal; 4] =
    [Signal::SIGINT, Signal::SIGQUIT, Signal::SIGTSTP, Signal::SIGWINCH];

/// How the program exited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ExitOutcome {
    /// It has exited with this status.
    Exited(i32),
    /// Killed by this signal.
    Killed(i32),
}

/// Forwards the signals of this process.
pub(crate) struct SignalForwarder {
    signals: SignalFd,
    /// The signal mask of the process before.
    before: SigSet,
    /// Set in a worker.
    pub(super) supervisor: Option<SupervisorLink>,
}

impl SignalForwarder {
    /// Blocks the signals to forward. The process must have one thread, so that all threads block them.
    ///
    /// # Errors
    /// Returns an error if the kernel refuses an operation.
    pub(crate) fn begin() -> io::Result<Self> {
        let mut blocked = SigSet::empty();
        for signal in ALWAYS.into_iter().chain(UNLESS_FROM_TERMINAL) {
            blocked.add(signal);
        }
        blocked.add(Signal::SIGCHLD);
        let before = blocked.thread_swap_mask(SigmaskHow::SIG_BLOCK)?;
        // If it is ignored, the exit status of children is lost (sigaction(2)).
        default_action(Signal::SIGCHLD)?;
        // Orphans of the program become children of this process, and can be found.
        prctl::set_child_subreaper(true)?;
        let signals = SignalFd::with_flags(&blocked, SfdFlags::SFD_CLOEXEC)?;
        Ok(Self { signals, before, supervisor: None })
    }

    /// Prepares a program to receive its signals, including those of the terminal.
    pub(crate) fn prepare(&self, command: &mut Command) {
        let before = self.before;
        let group = self.supervisor.as_ref().map(|link| link.group);
        let hook = move || {
            if let Some(group) = group {
                setpgid(Pid::from_raw(0), group)?;
            }
            Ok(before.thread_set_mask()?)
        };
        // SAFETY: the hook makes system calls only.
        unsafe { command.pre_exec(hook) };
    }

    /// Waits until a child has exited, and forwards signals meanwhile. When the child stops, this process
    /// stops, too, so that a shell's job control works.
    ///
    /// If this is a worker whose supervisor is killed, the child counts as killed.
    ///
    /// # Errors
    /// Returns an error if the kernel refuses an operation.
    pub(crate) fn wait(&self, child: u32) -> io::Result<ExitOutcome> {
        let child = Pid::from_raw(child as pid_t);
        loop {
            if let Some(outcome) = reap_children(child)? {
                return Ok(outcome);
            }
            match self.next_signal() {
                Ok(Some(info)) => forward(&info, child),
                Ok(None) => return Ok(ExitOutcome::Killed(Signal::SIGKILL as i32)),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    /// Waits for a signal. Returns `None` once the supervisor is gone.
    fn next_signal(&self) -> nix::Result<Option<siginfo>> {
        if let Some(link) = &self.supervisor {
            let readable = |fd| PollFd::new(fd, PollFlags::POLLIN);
            let mut fds = [readable(self.signals.as_fd()), readable(link.hangup.as_fd())];
            poll(&mut fds, PollTimeout::NONE)?;
            if fds[1].any() == Some(true) {
                return Ok(None);
            }
        }
        self.signals.read_signal()
    }
}

/// Reaps every child that has exited or stopped, and returns the outcome of `child` if it has exited.
/// The others are its orphans.
fn reap_children(child: Pid) -> io::Result<Option<ExitOutcome>> {
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG | WaitPidFlag::WUNTRACED))? {
            WaitStatus::Exited(process, status) if process == child => {
                return Ok(Some(ExitOutcome::Exited(status)));
            }
            WaitStatus::Signaled(process, by, _) if process == child => {
                return Ok(Some(ExitOutcome::Killed(by as i32)));
            }
            WaitStatus::Stopped(process, _) if process == child => {
                signal::kill(Pid::this(), Signal::SIGSTOP)?;
                // A SIGCONT for this process is meant for the program.
                signal::kill(child, Signal::SIGCONT)?;
            }
            WaitStatus::StillAlive => return Ok(None),
            _ => {}
        }
    }
}

fn forward(info: &siginfo, child: Pid) {
    let Ok(signal) = Signal::try_from(info.ssi_signo as i32) else { return };
    let from_terminal = info.ssi_code > 0;
    let always = ALWAYS.contains(&signal);
    let sometimes = UNLESS_FROM_TERMINAL.contains(&signal) && !from_terminal;
    // A signal that the program sends to its whole group would be forwarded to it again and again.
    if (always || sometimes) && !descends(info.ssi_pid as pid_t, child) {
        // It may have just exited.
        let _gone = signal::kill(child, signal);
    }
}

/// Returns true if a process is the child or, as far as known, a descendant of it.
fn descends(mut process: pid_t, child: Pid) -> bool {
    const MAX_DEPTH: usize = 1000;
    let own = Pid::this().as_raw();
    for _ in 0..MAX_DEPTH {
        if process == child.as_raw() {
            return true;
        }
        match parent_of(process) {
            // Its orphans are children of this process.
            Some(parent) if parent == own => return true,
            Some(parent) if parent > 1 => process = parent,
            _ => return false,
        }
    }
    false
}

/// Kills this process by the signal that killed the program, so that a shell and `cargo` report the same.
/// Returns if the signal does not kill it.
pub(crate) fn raise_signal(signal: i32) {
    let Ok(signal) = Signal::try_from(signal) else { return };
    // If there is a core dump, it is the program's.
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
        // That of SIGKILL cannot be changed and need not be.
        Err(Errno::EINVAL) | Ok(_) => Ok(()),
        Err(errno) => Err(errno),
    }
}
