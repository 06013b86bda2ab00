//! Two processes for one, so that nothing outlives it even if it is killed by SIGKILL.
//!
//! The first, the keeper, is the one that its caller knows, and does nothing but wait. The second
//! does the work, in a process group of its own. Both are above all that the program starts, so
//! whichever of them is killed, the other one gets what has lost its parent, and ends it. The
//! guardian alone would find only what is still in the network.
#![allow(unsafe_code, reason = "forks a child, from a process with one thread")]

use std::io;
use std::os::fd::OwnedFd;

use nix::fcntl::OFlag;
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal};
use nix::unistd::{ForkResult, Pid, fork, getpgrp, pipe2, setpgid};

use super::foreground::{Ended, Foreground};
use super::guardian;
use super::strays::{end_strays_but, has_ended, strays};

/// What a worker knows of its keeper.
pub(super) struct Kept {
    /// The end of a pipe that hangs up when the keeper is gone.
    pub(super) keeper: OwnedFd,
    /// The keeper's process group, which is the program's, too: a terminal sends signals to it.
    pub(super) group: Pid,
}

/// Which of the two a process is.
pub enum Side {
    /// The keeper, at its end: what became of the worker. Nothing that it started is left.
    Keeper(Ended),
    /// The worker.
    Worker(Foreground),
}

impl Foreground {
    /// Goes on in a child, and stays behind as its keeper.
    ///
    /// # Errors
    /// What the kernel refuses.
    pub fn split(mut self) -> io::Result<Side> {
        // A shell that becomes this program by `exec` may have children.
        let others = strays();
        guardian::share_pid()?;
        let (hangs_up, held) = pipe2(OFlag::O_CLOEXEC)?;
        let group = getpgrp();
        // SAFETY: the process has one thread, so the child may do what it likes.
        match unsafe { fork() }? {
            ForkResult::Parent { child } => {
                drop(hangs_up);
                let ended = self.wait(child.as_raw().unsigned_abs());
                drop(held);
                tidy_up(&others);
                Ok(Side::Keeper(ended?))
            }
            ForkResult::Child => {
                drop(held);
                self.kept = Some(Kept { keeper: hangs_up, group });
                stand_aside()?;
                Ok(Side::Worker(self))
            }
        }
    }
}

/// What ends the keeper's group is not to end the worker.
fn stand_aside() -> io::Result<()> {
    // It is not the terminal's group any more, and yet what it has to say is to be seen.
    let mut writing = SigSet::empty();
    writing.add(Signal::SIGTTOU);
    writing.thread_block()?;
    setpgid(Pid::from_raw(0), Pid::from_raw(0))?;
    prctl::set_child_subreaper(true)?;
    Ok(())
}

/// Ends what a killed worker has left behind, and waits for the guardian, which does so to what
/// others have started in the network.
fn tidy_up(others: &[Pid]) {
    end_strays_but(others);
    if let Some(guardian) = guardian::shared_pid() {
        has_ended(Pid::from_raw(guardian));
    }
}
