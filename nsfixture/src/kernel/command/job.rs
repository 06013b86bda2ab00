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

/// Signals that are forwarded from any sender: a terminal sends them to one process only, or
/// it does no harm to get them twice.
const ALWAYS: [Signal; 5] =
    [Signal::SIGHUP, Signal::SIGTERM, Signal::SIGUSR1, Signal::SIGUSR2, Signal::SIGCONT];

/// Signals that the program has got as well when a terminal sends them.
const UNLESS_FROM_TERMINAL: [Signal; 4] =
    [Signal::SIGINT, Signal::SIGQUIT, Signal::SIGTSTP, Signal::SIGWINCH];

/// How the program exited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitOutcome {
    /// It has exited with this status.
    Exited(i32),
    /// This signal has ended it.
    Killed(i32),
}

/// Forwards the signals of this process.
pub struct SignalForwarder {
    signals: SignalFd,
    /// What the process kept before.
    before: SigSet,
    /// Set in one that works for another process.
    pub(super) supervisor: Option<SupervisorLink>,
}

impl SignalForwarder {
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
        let signals = SignalFd::with_flags(&kept, SfdFlags::SFD_CLOEXEC)?;
        Ok(Self { signals, before, supervisor: None })
    }

    /// Lets a program that is about to be started have its signals, from the terminal, too.
    pub fn prepare(&self, command: &mut Command) {
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

    /// Waits until a child has ended, and passes on what signals come meanwhile. When it stops,
    /// this process stops, too, so that a shell's job control works.
    ///
    /// Where the process works for another one that has been killed, the program counts as killed.
    ///
    /// # Errors
    /// What the kernel refuses.
    pub fn wait(&self, child: u32) -> io::Result<ExitOutcome> {
        let child = Pid::from_raw(child as pid_t);
        loop {
            if let Some(ended) = look_at_children(child)? {
                return Ok(ended);
            }
            match self.next_signal() {
                Ok(Some(info)) => pass_on(&info, child),
                Ok(None) => return Ok(ExitOutcome::Killed(Signal::SIGKILL as i32)),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    /// Waits for a signal; there is none once the process that this one works for is gone.
    fn next_signal(&self) -> nix::Result<Option<siginfo>> {
        if let Some(link) = &self.supervisor {
            let waits = |fd| PollFd::new(fd, PollFlags::POLLIN);
            let mut fds = [waits(self.signals.as_fd()), waits(link.hangup.as_fd())];
            poll(&mut fds, PollTimeout::NONE)?;
            if fds[1].any() == Some(true) {
                return Ok(None);
            }
        }
        self.signals.read_signal()
    }
}

/// Takes note of every child that has ended or stopped; what has become of this one, if it has
/// ended. The others are those that it has left behind.
fn look_at_children(child: Pid) -> io::Result<Option<ExitOutcome>> {
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
        match parent_of(process) {
            // What it has left behind is this process's now.
            Some(parent) if parent == own => return true,
            Some(parent) if parent > 1 => process = parent,
            _ => return false,
        }
    }
    false
}

/// Ends this process by a signal, as the program was ended, so that a shell and `cargo` say the
/// same of it. If that does not end it, the caller goes on.
pub fn raise_signal(signal: i32) {
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
