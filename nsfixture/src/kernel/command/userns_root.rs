//! Entering a user namespace as root, with other users where they are mapped.
#![allow(unsafe_code, reason = "forks a child, from a process with one thread")]

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use libc::pid_t;
use nix::sched::{CloneFlags, setns};
use nix::unistd::{Uid, User};

use crate::kernel::bare::stage::Stage;
use crate::kernel::bare::syscalls::{self as raw, RawErrno as Errno};
use crate::kernel::bare::userns;
use crate::kernel::context::errno_of;
use crate::kernel::entry::constructor;

/// Enters a user namespace as root, if one is needed, after [`constructor::defer`]. `map` gets the PID
/// of a process in it and maps its other users and groups. If it returns false, root is the only user.
pub fn enter_as_root(map: impl FnOnce(pid_t) -> bool) {
    constructor::enter_deferred(|| enter(map));
}

/// Moves the process, which must have one thread, into a new user namespace in which its user is root.
/// Mapping other IDs needs a process outside of the namespace (newuidmap(1)), which `map` starts.
fn enter(map: impl FnOnce(pid_t) -> bool) -> Result<(), (Stage, Errno)> {
    let placeholder = Placeholder::new().map_err(|errno| (Stage::UserNamespace, errno))?;
    if map(placeholder.process) {
        return placeholder.join().map_err(|errno| (Stage::UserNamespace, errno));
    }
    drop(placeholder);
    let (user, group) = raw::effective_ids();
    userns::enter_as((0, user), (0, group))
}

/// Returns the effective user and group ID, and the user's name.
pub fn user() -> (u32, u32, Option<String>) {
    let (user, group) = raw::effective_ids();
    let known = User::from_uid(Uid::from_raw(user)).ok().flatten();
    (user, group, known.map(|known| known.name))
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
        let process = unsafe { raw::fork_quietly() }?;
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
        let _status = raw::wait(self.process);
    }
}

/// Runs the child: it enters the namespace, reports that, and stays until its parent closes the stream.
fn stay(mut parent: UnixStream) -> ! {
    let refused = raw::unshare(libc::CLONE_NEWUSER).err().unwrap_or(0);
    let reported = parent.write_all(&refused.to_ne_bytes());
    let _ended = reported.and_then(|()| parent.read(&mut [0]));
    raw::exit(0)
}
