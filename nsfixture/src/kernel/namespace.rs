//! The namespaces of a node, held by descriptors (namespaces(7)).

use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::{panic, thread};

use nix::errno::Errno;
use nix::sched::{CloneFlags, setns, unshare};
use nix::sys::stat::{fstat, stat};

use super::attempt::Place;
use super::{capability, raw};
use crate::error::Error;

/// A network namespace.
pub(crate) struct NetNamespace {
    fd: OwnedFd,
    inode: u64,
}

impl NetNamespace {
    /// Gives the calling thread a new one, for good.
    pub(super) fn unshare(place: Place<'_>) -> Result<Self, Error> {
        place.attempt("unshare", "network namespace", || unshare(CloneFlags::CLONE_NEWNET))?;
        let fd = open(place, "/proc/thread-self/ns/net")?;
        let inode = place.attempt("fstat", "network namespace", || fstat(&fd))?.st_ino;
        Ok(Self { fd, inode })
    }
}

impl AsFd for NetNamespace {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// Gives the calling thread a mount namespace of its own, a copy of the one it had.
pub(super) fn unshare_mounts(place: Place<'_>) -> Result<(), Error> {
    place.attempt("unshare", "mount namespace", || unshare(CloneFlags::CLONE_NEWNS))
}

/// A mount namespace.
pub(crate) struct MountNamespace(OwnedFd);

impl MountNamespace {
    pub(super) fn of_this_thread(place: Place<'_>) -> Result<Self, Error> {
        open(place, "/proc/thread-self/ns/mnt").map(Self)
    }

    /// Moves the calling thread, or the single-threaded child that calls it, into it for good.
    ///
    /// The working directory stays the same by its path. Bare system calls only.
    pub(super) fn enter(&self) -> Result<(), Errno> {
        let mut buffer = [0; raw::PATH_MAX];
        let directory = raw::current_dir(&mut buffer);
        // setns(2) takes a thread whose root and working directory are its own.
        unshare(CloneFlags::CLONE_FS)?;
        setns(&self.0, CloneFlags::CLONE_NEWNS)?;
        // Where the directory was removed there is none to go back to.
        directory.map_or(Ok(()), raw::change_dir).map_err(Errno::from_raw)
    }
}

/// A network namespace with the mount namespace that shows it.
pub(crate) struct Namespaces {
    net: NetNamespace,
    mnt: MountNamespace,
}

impl Namespaces {
    pub(super) fn new(net: NetNamespace, mnt: MountNamespace) -> Self {
        Self { net, mnt }
    }

    /// The number of the network namespace, which no other one has while this one exists.
    pub(crate) fn inode(&self) -> u64 {
        self.net.inode
    }

    /// Moves the calling thread, or the single-threaded child that calls it, into them for good.
    ///
    /// The working directory stays the same by its path. Bare system calls only.
    pub(crate) fn enter(&self) -> Result<(), Errno> {
        capability::keep().map_err(Errno::from_raw)?;
        setns(&self.net, CloneFlags::CLONE_NEWNET)?;
        self.mnt.enter()
    }

    /// Does something on a thread of its own in them, and waits for it. A panic goes on here.
    ///
    /// # Errors
    /// Where the thread cannot be started, or not enter.
    pub(crate) fn inside<T: Send, E: From<Error> + Send>(
        &self,
        place: Place<'_>,
        act: impl FnOnce() -> Result<T, E> + Send,
    ) -> Result<T, E> {
        thread::scope(|scope| {
            let name = place.node.unwrap_or("nsfixture").to_owned();
            let thread = place.attempt_io("start thread", "in the node", || {
                thread::Builder::new().name(name).spawn_scoped(scope, || {
                    place.attempt("enter", "namespaces", || self.enter())?;
                    act()
                })
            })?;
            thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
        })
    }
}

fn open(place: Place<'_>, path: &'static str) -> Result<OwnedFd, Error> {
    place.attempt_io("open", path, || File::open(path).map(OwnedFd::from))
}

/// The number of the calling thread's network namespace.
pub(crate) fn inode_of_this_thread() -> Result<u64, Errno> {
    stat("/proc/thread-self/ns/net").map(|stat| stat.st_ino)
}
