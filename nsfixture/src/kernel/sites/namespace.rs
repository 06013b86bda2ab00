//! The namespaces of a node, held by descriptors (namespaces(7)).

use std::fs::File;
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};
use std::{panic, thread};

use nix::errno::Errno;
use nix::sched::{CloneFlags, setns, unshare};
use nix::sys::stat::{fstat, stat};
use nix::unistd::sethostname;

use super::attempt::Place;
use super::process::{self, Numbers};
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

    /// The number that no other one has while this one exists.
    pub(crate) fn inode(&self) -> u64 {
        self.inode
    }

    /// Does something on a thread of its own in it, and waits for that. A panic goes on here.
    ///
    /// # Errors
    /// Where the thread cannot be started, or not enter.
    pub(crate) fn inside<T: Send>(
        &self,
        place: Place<'_>,
        act: impl FnOnce() -> Result<T, Error> + Send,
    ) -> Result<T, Error> {
        on_a_thread(place, || {
            place.attempt("enter", "network namespace", || {
                capability::keep().map_err(Errno::from_raw)?;
                setns(&self.fd, CloneFlags::CLONE_NEWNET)
            })?;
            act()
        })
    }
}

/// Does something on a thread of its own, which may go into other namespaces, and waits for that.
/// A panic goes on here.
pub(super) fn on_a_thread<T: Send>(
    place: Place<'_>,
    act: impl FnOnce() -> Result<T, Error> + Send,
) -> Result<T, Error> {
    thread::scope(|scope| {
        let name = place.node.unwrap_or("nsfixture").to_owned();
        let thread = place.attempt_io("start thread", "to enter a namespace", || {
            thread::Builder::new().name(name).spawn_scoped(scope, act)
        })?;
        thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
    })
}

impl AsFd for NetNamespace {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// Gives the calling thread a UTS namespace of its own, in which this is the machine's name
/// (uts_namespaces(7)).
pub(super) fn unshare_name(place: Place<'_>, name: &str) -> Result<OwnedFd, Error> {
    place.attempt("unshare", "UTS namespace", || unshare(CloneFlags::CLONE_NEWUTS))?;
    place.attempt("sethostname", name, || sethostname(name))?;
    open(place, "/proc/thread-self/ns/uts")
}

/// Gives the calling thread a mount namespace of its own, a copy of the one it had.
pub(super) fn unshare_mounts(place: Place<'_>) -> Result<(), Error> {
    place.attempt("unshare", "mount namespace", || unshare(CloneFlags::CLONE_NEWNS))
}

/// A mount namespace.
pub(crate) struct MountNamespace(OwnedFd);

#[cfg(feature = "cli")]
impl From<File> for MountNamespace {
    fn from(file: File) -> Self {
        Self(file.into())
    }
}

impl MountNamespace {
    pub(super) fn of_this_thread(place: Place<'_>) -> Result<Self, Error> {
        open(place, "/proc/thread-self/ns/mnt").map(Self)
    }

    /// Moves the calling thread, or the single-threaded child that calls it, into it for good.
    ///
    /// The working directory stays the same by its path, or, where the path leads to nothing any
    /// more, as below a hidden `/run`, the same itself. Bare system calls only.
    pub(super) fn enter(&self) -> Result<(), Errno> {
        let mut buffer = [0; raw::PATH_MAX];
        let path = raw::current_dir(&mut buffer);
        let directory = raw::open(c".", libc::O_PATH | libc::O_DIRECTORY).ok();
        let entered = self.enter_at_root();
        if entered.is_ok() && path.and_then(raw::change_dir).is_err() {
            // In a directory that this user may not search there is nothing to be found anyway.
            let _stays_at_root = directory.map(raw::change_dir_to);
        }
        if let Some(directory) = directory {
            raw::close(directory);
        }
        entered
    }

    fn enter_at_root(&self) -> Result<(), Errno> {
        // setns(2) takes a thread whose root and working directory are its own.
        unshare(CloneFlags::CLONE_FS)?;
        setns(&self.0, CloneFlags::CLONE_NEWNS)
    }
}

/// A network namespace, with the mount namespace that shows it, and the UTS namespace that names
/// it where the machine allows one.
pub(crate) struct Namespaces {
    net: NetNamespace,
    mnt: MountNamespace,
    uts: Option<OwnedFd>,
}

impl Namespaces {
    pub(super) fn new(net: NetNamespace, mnt: MountNamespace, uts: Option<OwnedFd>) -> Self {
        Self { net, mnt, uts }
    }

    /// The network namespace.
    pub(crate) fn net(&self) -> &NetNamespace {
        &self.net
    }

    /// Their numbers, which no others have while these exist.
    pub(crate) fn numbers(&self) -> Numbers {
        let number = |fd: BorrowedFd<'_>| fstat(fd).map_or(0, |stat| stat.st_ino);
        let uts = self.uts.as_ref().map_or(0, |uts| number(uts.as_fd()));
        Numbers { net: self.net.inode, mnt: number(self.mnt.0.as_fd()), uts }
    }

    /// The mount namespace's number that is never used again; 0 where the kernel has none.
    pub(crate) fn mount_id(&self) -> u64 {
        process::mount_id(self.mnt.0.as_raw_fd()).unwrap_or(0)
    }

    /// Moves the calling thread, or the single-threaded child that calls it, into them for good.
    ///
    /// The working directory stays the same by its path. Bare system calls only.
    pub(crate) fn enter(&self) -> Result<(), Errno> {
        capability::keep().map_err(Errno::from_raw)?;
        setns(&self.net, CloneFlags::CLONE_NEWNET)?;
        if let Some(uts) = &self.uts {
            setns(uts, CloneFlags::CLONE_NEWUTS)?;
        }
        self.mnt.enter()
    }
}

fn open(place: Place<'_>, path: &'static str) -> Result<OwnedFd, Error> {
    place.attempt_io("open", path, || File::open(path).map(OwnedFd::from))
}

/// The number of the calling thread's network namespace.
pub(crate) fn inode_of_this_thread() -> Result<u64, Errno> {
    stat("/proc/thread-self/ns/net").map(|stat| stat.st_ino)
}
