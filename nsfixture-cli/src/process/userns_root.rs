//! Entering a user namespace as root, with other users where they are mapped.
#![allow(unsafe_code, reason = "forks a child, from a process with one thread")]

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use libc::pid_t;
use nix::sched::{CloneFlags, setns, unshare};
use nix::unistd::{getegid, geteuid};
use nsfixture::__cli::{self, RawErrno as Errno, Stage, errno_of};

/// Enters a user namespace as root, if one is needed, after [`__cli::defer`]. `map` gets the PID
/// of a process in it and maps its other users and groups. If it returns false, root is the only user.
pub(crate) fn enter_as_root(map: impl FnOnce(pid_t) -> bool) {
    __cli::enter_deferred(|| enter(map));
}

/// Moves the process, which must have one thread, into a new user namespace in which its user is root.
/// Mapping other IDs needs a process outside of the namespace (newuidmap(1)), which `map` starts.
fn enter(map: impl FnOnce(pid_t) -> bool) -> Result<(), (Stage, Errno)> {
    let placeholder = Placeholder::new().map_err(|errno| (Stage::UserNamespace, errno))?;
    if map(placeholder.process) {
        return placeholder.join().map_err(|errno| (Stage::UserNamespace, errno));
    }
    drop(placeholder);
    let (user, group) = (geteuid().as_raw(), getegid().as_raw());
    __cli::enter_as((0, user), (0, group))
}

/// A child in a new user namespace, which ends when this is dropped.
struct Placeholder {
    process: pid_t,
    stream: Option<UnixStream>,
}

impl Placeholder {
    fn new() -> Result<Self, Errno> {
        let (mut ours, theirs) = UnixStream::pair().map_err(|error| errno_of(&error) as Errno)?;
        // SAFETY: the process has one thread, so the child may use any function.
        let process = unsafe { __cli::fork_quietly() }?;
        if process == 0 {
            drop(ours);
            stay(theirs);
        }
        drop(theirs);
        let mut refused = [0; size_of::<Errno>()];
        let received = ours.read_exact(&mut refused);
        let placeholder = Self { process, stream: Some(ours) };
        received.map_err(|error| errno_of(&error) as Errno)?;
        match Errno::from_ne_bytes(refused) {
            0 => Ok(placeholder),
            errno => Err(errno),
        }
    }

    /// Moves this process into the child's namespace.
    fn join(self) -> Result<(), Errno> {
        let path = format!("/proc/{}/ns/user", self.process);
        let namespace = File::open(path).map_err(|error| errno_of(&error) as Errno)?;
        setns(namespace, CloneFlags::CLONE_NEWUSER).map_err(|errno| errno as Errno)
    }
}

impl Drop for Placeholder {
    fn drop(&mut self) {
        self.stream = None;
        // It has exited, or is about to.
        let _status = __cli::wait(self.process);
    }
}

/// Runs the child: it enters the namespace, reports that, and stays until its parent closes the stream.
fn stay(mut parent: UnixStream) -> ! {
    let refused = unshare(CloneFlags::CLONE_NEWUSER).err().map_or(0, |errno| errno as Errno);
    let reported = parent.write_all(&refused.to_ne_bytes());
    let _ended = reported.and_then(|()| parent.read(&mut [0]));
    // SAFETY: takes no pointers and does not return; exit handlers are the parent's.
    unsafe { libc::_exit(0) }
}
