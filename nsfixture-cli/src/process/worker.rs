//! The link of a worker to its supervisor.

use std::os::fd::OwnedFd;

use nix::unistd::Pid;

/// What a worker knows of its supervisor.
pub(super) struct SupervisorLink {
    /// The end of a pipe that hangs up when the supervisor is gone.
    pub(super) hangup: OwnedFd,
    /// The supervisor's process group, which is also the program's: a terminal sends signals to it.
    pub(super) group: Pid,
}
