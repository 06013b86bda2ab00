//! A supervisor process, so that nothing outlives the command even if it is killed by SIGKILL.
//!
//! The supervisor is the process that the caller started, and only waits. The worker does the work, in
//! its own process group. Both are child subreapers, so whichever of them is killed, the other one
//! inherits the orphans and kills them. The guardian alone would find only processes that are still in
//! the network.
#![allow(unsafe_code, reason = "forks a child, from a process with one thread")]

use std::io;

use nix::fcntl::OFlag;
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal};
use nix::unistd::{ForkResult, Pid, fork, getpgrp, pipe2, setpgid};
use nsfixture::__cli;

use super::job::{ExitOutcome, SignalForwarder};
use super::orphans::{kill_orphans_except, orphans, wait_exited};
use super::worker::SupervisorLink;

/// The role of a process.
pub(crate) enum Role {
    /// The supervisor, when the worker has exited. Nothing that it started is left.
    Supervisor(ExitOutcome),
    /// The worker.
    Worker(SignalForwarder),
}

impl SignalForwarder {
    /// Continues in a child, the worker, and stays behind as its supervisor.
    ///
    /// # Errors
    /// Returns an error if the kernel refuses an operation.
    pub(crate) fn fork_worker(mut self) -> io::Result<Role> {
        // A shell that becomes this program by `exec` may have children.
        let others = orphans();
        __cli::share_pid()?;
        let (hangs_up, held) = pipe2(OFlag::O_CLOEXEC)?;
        let group = getpgrp();
        // SAFETY: the process has one thread, so the child may use any function.
        match unsafe { fork() }? {
            ForkResult::Parent { child } => {
                drop(hangs_up);
                let ended = self.wait(child.as_raw().unsigned_abs());
                drop(held);
                reap(&others);
                Ok(Role::Supervisor(ended?))
            }
            ForkResult::Child => {
                drop(held);
                self.supervisor = Some(SupervisorLink { hangup: hangs_up, group });
                detach_group()?;
                Ok(Role::Worker(self))
            }
        }
    }
}

/// Leaves the supervisor's group, so that a signal to that group does not kill the worker.
fn detach_group() -> io::Result<()> {
    // The new group is not the terminal's foreground group, but may write to the terminal.
    let mut writing = SigSet::empty();
    writing.add(Signal::SIGTTOU);
    writing.thread_block()?;
    setpgid(Pid::from_raw(0), Pid::from_raw(0))?;
    prctl::set_child_subreaper(true)?;
    Ok(())
}

/// Kills what a killed worker has left behind, and waits for the guardian, which kills what others have
/// started in the network.
fn reap(others: &[Pid]) {
    kill_orphans_except(others);
    if let Some(guardian) = __cli::shared_pid() {
        wait_exited(Pid::from_raw(guardian));
    }
}
