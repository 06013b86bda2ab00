//! Programs that this crate starts itself, each held by a descriptor of its process (pidfd_open(2)).
#![allow(unsafe_code, reason = "takes the descriptor that a system call returns")]

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd as _, OwnedFd, RawFd};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};

use super::bare::process;
use super::context::Context;
use crate::error::{Error, Operation};

pub(crate) const SIGKILL: i32 = libc::SIGKILL;
pub(crate) const SIGTERM: i32 = libc::SIGTERM;

/// A program that was started. When this is dropped, its process is killed.
pub(crate) struct Program {
    pid: u32,
    child: Mutex<Child>,
    /// Readable once the program has exited.
    pidfd: OwnedFd,
}

impl Program {
    /// Starts a program with an empty input. Returns with it the reading ends of its output and of its errors, which
    /// do not block.
    pub(crate) fn start(
        cx: Context<'_>,
        command: &mut Command,
    ) -> Result<(Self, [File; 2]), Error> {
        let name = command.get_program().display().to_string();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child =
            cx.attempt_io(Operation::StartProgram, format_args!("`{name}`"), || command.spawn())?;
        cx.attempt(Operation::Open, "the pidfd and the pipes of a program", || Self::hold(child))
    }

    fn hold(mut child: Child) -> Result<(Self, [File; 2]), Errno> {
        let pid = child.id();
        let pidfd = match process::pidfd_open(pid.cast_signed()) {
            // SAFETY: it has just been opened, and nobody else knows it.
            Ok(pidfd) => unsafe { OwnedFd::from_raw_fd(pidfd) },
            Err(errno) => {
                // Nothing else holds it. It has not been waited for, so its PID is its own.
                let _ended = child.kill().and_then(|()| child.wait());
                return Err(Errno::from_raw(errno));
            }
        };
        let pipes =
            child.stdout.take().map(OwnedFd::from).zip(child.stderr.take().map(OwnedFd::from));
        let program = Self { pid, child: Mutex::new(child), pidfd };
        let (stdout, stderr) = pipes.ok_or(Errno::EBADF)?;
        // The program's ends block as usual: that is a property of each end (pipe(7)).
        for pipe in [&stdout, &stderr] {
            fcntl(pipe, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        }
        Ok((program, [stdout.into(), stderr.into()]))
    }

    /// Returns its PID.
    pub(crate) fn id(&self) -> u32 {
        self.pid
    }

    /// Returns true if it has exited.
    pub(crate) fn has_exited(&self) -> bool {
        process::wait_readable(self.as_raw_fd(), 0)
    }

    /// Sends it a signal. A program that has exited needs none.
    pub(crate) fn signal(&self, signal: i32) -> Result<(), Errno> {
        match process::send_signal(self.as_raw_fd(), signal).map_err(Errno::from_raw) {
            Err(Errno::ESRCH) => Ok(()),
            sent => sent,
        }
    }

    /// Returns the status of a program that has exited, and lets its PID go.
    ///
    /// # Errors
    /// Returns `ECHILD` if somebody else has waited for it.
    pub(crate) fn reap(&self) -> Result<ExitStatus, Errno> {
        match self.child().wait() {
            Ok(status) => Ok(status),
            Err(error) => Err(super::context::errno_of(&error)),
        }
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        /// How long it may take to exit, in milliseconds.
        const EXIT_TIMEOUT_MS: i32 = 5_000;
        if let Ok(None) = self.child().try_wait() {
            // What does not end is beyond this process's reach.
            let _refused = self.signal(SIGKILL);
            process::wait_readable(self.as_raw_fd(), EXIT_TIMEOUT_MS);
            let _reaped = self.child().try_wait();
        }
    }
}

impl AsFd for Program {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pidfd.as_fd()
    }
}

impl AsRawFd for Program {
    fn as_raw_fd(&self) -> RawFd {
        self.pidfd.as_raw_fd()
    }
}

/// Returns true if nothing can be read now, but perhaps later.
pub(crate) fn is_empty_now(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
