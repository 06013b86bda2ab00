//! Starting the guardian process and registering networks with it.
//!
//! It requires pidfds (Linux 5.3) and cookies of namespaces (Linux 5.14). On an older kernel, or where
//! a container forbids these, there is no guardian, and processes that a killed test has started live
//! on. Since Linux 6.11 it also finds, by its mount namespace, a process that has made itself another
//! network namespace.
#![allow(unsafe_code, reason = "forks a child, which makes bare system calls only")]

use std::io::{self, IoSlice};
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd, RawFd};
use std::sync::atomic::AtomicI32;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, OnceLock, PoisonError};

use libc::{c_int, pid_t};
use nix::sys::socket::{ControlMessage, MsgFlags, sendmsg};

use super::bare::guardian::{self, Cookie, Registry, Start};
use super::bare::process;
use super::bare::syscalls::{self, RawErrno};

static REGISTRY: OnceLock<Option<Guardian>> = OnceLock::new();

/// The guardian, as far as this process has to know it.
struct Guardian {
    registry: Registry,
    /// Where sockets are sent to that it is to hold.
    sockets: OwnedFd,
    pid: pid_t,
}

/// How long the guardian may take to leave this process's group, in milliseconds.
const READY_TIMEOUT_MS: c_int = 5_000;

/// A network that the guardian cleans up after. Dropped, it stays registered.
pub(crate) struct Registration(Option<&'static Registry>);

impl Registration {
    /// Registers a network, and starts the guardian for the first one.
    ///
    /// # Errors
    /// Returns an error if a limit keeps it from being started, which another time it may not.
    pub(crate) fn new(cookies: impl Iterator<Item = Cookie>) -> Result<Self, RawErrno> {
        let registry = registry()?;
        if let Some(registry) = registry {
            registry.networks.fetch_add(1, Ordering::Relaxed);
            cookies.for_each(|cookie| registry.add(cookie));
        }
        Ok(Self(registry))
    }

    /// Records that nothing is left of the network.
    pub(crate) fn release(self) {
        if let Some(registry) = self.0 {
            registry.networks.fetch_sub(1, Ordering::Release);
        }
    }
}

/// Has the guardian hold sockets as well until what is returned is dropped, so that this process is not the
/// last to close them. Without a guardian, and where too many are held, it returns `None`.
pub(crate) fn hold(sockets: &[RawFd]) -> Option<OwnedFd> {
    /// The most descriptors in a message (`SCM_MAX_FD`, `net/scm.h`).
    const AT_ONCE: usize = 253;
    let guardian = REGISTRY.get()?.as_ref()?;
    let [own, its] = syscalls::socket_pair().ok()?;
    // SAFETY: both have just been opened, and nobody else knows them.
    let [own, its] = [own, its].map(|fd| unsafe { OwnedFd::from_raw_fd(fd) });
    // Not 0, so that it counts as something to close.
    let count = [u8::try_from(sockets.len().max(1)).unwrap_or(u8::MAX)];
    let send = |to: &OwnedFd, fds: &[RawFd]| {
        let (part, rights) = ([IoSlice::new(&count)], [ControlMessage::ScmRights(fds)]);
        sendmsg::<()>(to.as_raw_fd(), &part, &rights, MsgFlags::MSG_DONTWAIT, None).ok()
    };
    for sockets in sockets.chunks(AT_ONCE) {
        send(&own, sockets)?;
    }
    send(&guardian.sockets, &[its.as_raw_fd()])?;
    Some(own)
}

fn registry() -> Result<Option<&'static Registry>, RawErrno> {
    static STARTING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = REGISTRY.get() {
        return Ok(known.as_ref().map(|guardian| &guardian.registry));
    }
    let started = match start() {
        Ok(guardian) => Some(guardian),
        Err(errno @ (libc::EMFILE | libc::ENFILE | libc::EAGAIN | libc::ENOMEM)) => {
            return Err(errno);
        }
        Err(_) => None,
    };
    Ok(REGISTRY.get_or_init(|| started).as_ref().map(|guardian| &guardian.registry))
}

fn start() -> Result<Guardian, RawErrno> {
    // Fails on a kernel that does not have pidfds.
    // SAFETY: takes no pointers.
    let own = unsafe { libc::getpid() };
    // Before the fork: this process may be gone by the time that the guardian runs.
    let pidfd = process::pidfd_open(own)?;
    let started = start_for(pidfd);
    syscalls::close(pidfd);
    started
}

fn start_for(parent: c_int) -> Result<Guardian, RawErrno> {
    let registry = Registry::map()?;
    let [sockets, its] = syscalls::socket_pair()?;
    // SAFETY: both have just been opened, and nobody else knows them.
    let [sockets, its] = [sockets, its].map(|fd| unsafe { OwnedFd::from_raw_fd(fd) });
    let (is_ready, ready) = syscalls::pipe()?;
    // SAFETY: the child makes bare system calls and ends with `exit`.
    let forked = unsafe { syscalls::fork_quietly() };
    if forked == Ok(0) {
        guardian::run(&Start { parent, ready, sockets: its.as_raw_fd() }, &registry);
    }
    syscalls::close(ready);
    if forked.is_ok() {
        // Until then a signal to this process's group would kill the guardian as well, but not the
        // processes that have left the group.
        process::wait_readable(is_ready, READY_TIMEOUT_MS);
    }
    syscalls::close(is_ready);
    if let (Ok(guardian), Some(pid)) = (forked, PID.get()) {
        pid.store(guardian, Ordering::Release);
    }
    forked.map(|pid| Guardian { registry, sockets, pid })
}

/// Returns the PID of this process's guardian, if there is one.
pub(crate) fn pid() -> Option<pid_t> {
    REGISTRY.get()?.as_ref().map(|guardian| guardian.pid)
}

/// The guardian's PID, shared with forked processes; 0 while there is none.
static PID: OnceLock<&'static AtomicI32> = OnceLock::new();

/// Lets the processes that are forked from this one know each other's guardian.
///
/// # Errors
/// Returns an error if the kernel has no memory to share.
pub fn share_pid() -> io::Result<()> {
    let cells = syscalls::shared_memory::<AtomicI32>(1).map_err(io::Error::from_raw_os_error)?;
    PID.get_or_init(|| &cells[0]);
    Ok(())
}

/// Returns the guardian's PID, if it is shared and there is a guardian.
pub fn shared_pid() -> Option<pid_t> {
    let pid = PID.get()?.load(Ordering::Acquire);
    (pid != 0).then_some(pid)
}
