//! The namespaces of a host, kept by file descriptors (namespaces(7)).

use std::fs::File;
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::{panic, thread};

use nix::errno::Errno;
use nix::sched::{CloneFlags, unshare};
use nix::sys::stat::{fstat, stat};
use nix::unistd::sethostname;

use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::bare::enter::{self, NamespaceFds};
use crate::kernel::bare::namespace_ids::{self, NamespaceIds};
use crate::kernel::context::Context;

/// A network namespace.
pub(crate) struct NetNamespace {
    fd: OwnedFd,
    inode: u64,
}

impl NetNamespace {
    /// Moves the calling thread into a new one for good.
    pub(super) fn unshare(cx: Context<'_>) -> Result<Self, Error> {
        cx.attempt(Operation::Unshare, "network namespace", || unshare(CloneFlags::CLONE_NEWNET))?;
        let fd = open(cx, "/proc/thread-self/ns/net")?;
        cx.attempt(Operation::Fstat, "network namespace", || Self::try_from(fd))
    }

    /// Returns the inode number, unique while the namespace exists.
    pub(crate) fn inode(&self) -> u64 {
        self.inode
    }

    /// Runs a closure on a new thread in the namespace and waits for it. A panic is passed on.
    ///
    /// # Errors
    /// Returns an error if the thread cannot be started or cannot enter, or that of the closure.
    pub(crate) fn inside<T: Send>(
        &self,
        cx: Context<'_>,
        act: impl FnOnce() -> Result<T, Error> + Send,
    ) -> Result<T, Error> {
        on_a_thread(cx, || {
            self.enter(cx)?;
            act()
        })
    }

    /// Moves the calling thread into the namespace for good.
    pub(crate) fn enter(&self, cx: Context<'_>) -> Result<(), Error> {
        cx.attempt(Operation::Enter, "network namespace", || {
            capability::raise_ambient_set().map_err(Errno::from_raw)?;
            enter::enter_net(self.fd.as_raw_fd()).map_err(Errno::from_raw)
        })
    }
}

impl TryFrom<OwnedFd> for NetNamespace {
    type Error = Errno;

    fn try_from(fd: OwnedFd) -> Result<Self, Errno> {
        let inode = fstat(&fd)?.st_ino;
        Ok(Self { fd, inode })
    }
}

/// Runs a closure on a new thread, which may enter other namespaces, and waits for it. A panic is
/// passed on.
pub(super) fn on_a_thread<T: Send>(
    cx: Context<'_>,
    act: impl FnOnce() -> Result<T, Error> + Send,
) -> Result<T, Error> {
    thread::scope(|scope| {
        let name = cx.host.unwrap_or("nsfixture").to_owned();
        let thread = cx.attempt_io(Operation::StartThread, "to enter a namespace", || {
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

/// Moves the calling thread into a new UTS namespace with this host name (uts_namespaces(7)).
pub(super) fn unshare_name(cx: Context<'_>, name: &str) -> Result<OwnedFd, Error> {
    cx.attempt(Operation::Unshare, "UTS namespace", || unshare(CloneFlags::CLONE_NEWUTS))?;
    cx.attempt(Operation::Sethostname, name, || sethostname(name))?;
    open(cx, "/proc/thread-self/ns/uts")
}

/// Moves the calling thread into a copy of its mount namespace.
pub(super) fn unshare_mounts(cx: Context<'_>) -> Result<(), Error> {
    cx.attempt(Operation::Unshare, "mount namespace", || unshare(CloneFlags::CLONE_NEWNS))
}

/// A mount namespace.
pub(crate) struct MountNamespace(OwnedFd);

impl MountNamespace {
    pub(super) fn of_this_thread(cx: Context<'_>) -> Result<Self, Error> {
        open(cx, "/proc/thread-self/ns/mnt").map(Self)
    }

    /// Moves the calling thread, or the single-threaded child that calls it, into it for good. The
    /// path of the working directory stays the same.
    pub(crate) fn enter(&self) -> Result<(), Errno> {
        enter::enter_mounts(self.0.as_raw_fd()).map_err(Errno::from_raw)
    }

    /// Moves the calling thread into a copy of it for good.
    pub(super) fn enter_copy(&self, cx: Context<'_>) -> Result<(), Error> {
        cx.attempt(Operation::Setns, "the shared mount namespace", || self.enter())?;
        unshare_mounts(cx)
    }
}

impl From<OwnedFd> for MountNamespace {
    fn from(fd: OwnedFd) -> Self {
        Self(fd)
    }
}

impl AsFd for MountNamespace {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// A network namespace, with the mount namespace that shows it, and the UTS namespace that names it
/// where the machine allows one.
pub(crate) struct Namespaces {
    net: Arc<NetNamespace>,
    mnt: MountNamespace,
    uts: Option<OwnedFd>,
}

impl Namespaces {
    pub(super) fn new(net: Arc<NetNamespace>, mnt: MountNamespace, uts: Option<OwnedFd>) -> Self {
        Self { net, mnt, uts }
    }

    /// Returns the inode numbers, unique while the namespaces exist.
    pub(crate) fn ids(&self) -> NamespaceIds {
        let inode = |fd: BorrowedFd<'_>| fstat(fd).map_or(0, |stat| stat.st_ino);
        let uts = self.uts.as_ref().map_or(0, |uts| inode(uts.as_fd()));
        NamespaceIds { net: self.net.inode, mnt: inode(self.mnt.0.as_fd()), uts }
    }

    /// Returns the number of the mount namespace that is never reused; 0 where the kernel has none.
    pub(crate) fn mount_id(&self) -> u64 {
        namespace_ids::mount_id(self.mnt.0.as_raw_fd()).unwrap_or(0)
    }

    /// Moves the calling thread, or the single-threaded child that calls it, into them for good. The
    /// path of the working directory stays the same. Makes bare system calls only.
    pub(crate) fn enter(&self) -> Result<(), Errno> {
        let fds = NamespaceFds {
            net: self.net.fd.as_raw_fd(),
            mnt: self.mnt.0.as_raw_fd(),
            uts: self.uts.as_ref().map(std::os::fd::AsRawFd::as_raw_fd),
        };
        enter::enter(fds).map_err(Errno::from_raw)
    }
}

fn open(cx: Context<'_>, path: &'static str) -> Result<OwnedFd, Error> {
    cx.attempt_io(Operation::Open, path, || File::open(path).map(OwnedFd::from))
}

/// Returns the inode number of the calling thread's network namespace.
pub(crate) fn inode_of_this_thread() -> Result<u64, Errno> {
    stat("/proc/thread-self/ns/net").map(|stat| stat.st_ino)
}
