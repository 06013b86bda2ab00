//! The namespaces of a node, held by descriptors.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use nix::errno::Errno;
use nix::sched::{CloneFlags, setns, unshare};
use nix::sys::stat::fstat;

use super::attempt::Place;
use super::{capability, raw};
use crate::error::Error;

/// A network namespace with the mount namespace that shows it.
pub(crate) struct Namespaces {
    net: OwnedFd,
    mnt: OwnedFd,
    inode: u64,
}

impl Namespaces {
    /// Gives the calling thread new ones, for good; its mounts are copies of those it had.
    pub(crate) fn unshare(place: Place<'_>) -> Result<Self, Error> {
        let flags = CloneFlags::CLONE_NEWNET | CloneFlags::CLONE_NEWNS;
        place.attempt("unshare", "network and mount namespace", || unshare(flags))?;
        Self::of_this_thread(place)
    }

    fn of_this_thread(place: Place<'_>) -> Result<Self, Error> {
        let open = |path: &'static str| {
            place.attempt_io("open", path, || std::fs::File::open(path).map(OwnedFd::from))
        };
        let net = open("/proc/thread-self/ns/net")?;
        let mnt = open("/proc/thread-self/ns/mnt")?;
        let inode = place.attempt("fstat", "network namespace", || fstat(&net))?.st_ino;
        Ok(Self { net, mnt, inode })
    }

    /// The network namespace.
    pub(crate) fn net(&self) -> BorrowedFd<'_> {
        self.net.as_fd()
    }

    /// The number of the network namespace, which no other one has while this one exists.
    pub(crate) fn inode(&self) -> u64 {
        self.inode
    }

    /// Moves the calling thread, or the single-threaded child that calls it, into them for good.
    ///
    /// The working directory stays the same by its path. Bare system calls only.
    pub(crate) fn enter(&self) -> Result<(), Errno> {
        let mut buffer = [0; raw::PATH_MAX];
        let directory = raw::current_dir(&mut buffer);
        capability::keep().map_err(Errno::from_raw)?;
        // setns(2) takes a thread whose root and working directory are its own.
        unshare(CloneFlags::CLONE_FS)?;
        setns(&self.net, CloneFlags::CLONE_NEWNET)?;
        setns(&self.mnt, CloneFlags::CLONE_NEWNS)?;
        // Where the directory was removed there is none to go back to.
        directory.map_or(Ok(()), raw::change_dir).map_err(Errno::from_raw)
    }
}

impl Namespaces {
    /// Does something on a thread of its own in them, and waits for it. A panic goes on here.
    ///
    /// # Errors
    /// Where the thread cannot be started, or not enter.
    pub(crate) fn inside<T: Send, E: From<Error> + Send>(
        &self,
        place: Place<'_>,
        act: impl FnOnce() -> Result<T, E> + Send,
    ) -> Result<T, E> {
        std::thread::scope(|scope| {
            let name = std::thread::current().name().unwrap_or("nsfixture").to_owned();
            let thread = place.attempt_io("start thread", "in the node", || {
                std::thread::Builder::new().name(name).spawn_scoped(scope, || {
                    place.attempt("enter", "namespaces", || self.enter())?;
                    act()
                })
            })?;
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }
}

/// The number of the calling thread's network namespace.
pub(crate) fn inode_of_this_thread() -> Result<u64, Errno> {
    nix::sys::stat::stat("/proc/thread-self/ns/net").map(|stat| stat.st_ino)
}
