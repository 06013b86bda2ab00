//! The guardian process: a child that outlives this process by moments, and kills what it left behind
//! in its networks. It does so even after a SIGKILL, when this process can no longer run any code.
#![allow(unsafe_code, reason = "system calls with pointers, in a forked child")]

use core::sync::atomic::{AtomicU64, Ordering};

use libc::{c_int, pid_t};

use super::enter::enter_net;
use super::holder::Holder;
use super::namespace_ids::{self, NamespaceIds};
use super::process::{self, Owner};
use super::syscalls::{self, RawErrno};
use super::{capability, shutdown_flag};

/// The number of cookies that the registry has room for.
pub(crate) const CAPACITY: usize = 1 << 20;

/// The memory that the guardian shares with this process.
///
/// Cookies are never reused, so none is ever removed. A process with more namespaces than there is
/// room for overwrites the oldest.
pub(crate) struct Registry {
    /// The number of cookies written so far.
    pub(crate) written: &'static AtomicU64,
    /// The number of networks that are up, or may have left processes behind.
    pub(crate) networks: &'static AtomicU64,
    pub(crate) cookies: &'static [AtomicU64],
}

/// A namespace of a host, by a number that is never reused. Namespaces of different kinds may have
/// the same one.
#[derive(Clone, Copy)]
pub(crate) enum Cookie {
    Net(u64),
    Mount(u64),
}

impl Cookie {
    /// Returns the cookie in one word, 0 where the kernel has none.
    fn word(self) -> u64 {
        match self {
            Self::Net(0) | Self::Mount(0) => 0,
            Self::Net(cookie) => cookie << 1,
            Self::Mount(id) => id << 1 | 1,
        }
    }
}

impl Registry {
    /// Maps the shared memory.
    pub(crate) fn map() -> Result<Self, RawErrno> {
        let cells = syscalls::shared_memory::<AtomicU64>(CAPACITY + 2)?;
        let [written, networks, cookies @ ..] = cells else { return Err(libc::ENOMEM) };
        Ok(Self { written, networks, cookies })
    }

    /// Adds a namespace.
    pub(crate) fn add(&self, cookie: Cookie) {
        let nth = self.written.fetch_add(1, Ordering::Relaxed) as usize % CAPACITY;
        if let Some(cell) = self.cookies.get(nth) {
            cell.store(cookie.word(), Ordering::Release);
        }
    }
}

/// What the guardian is started with.
pub(crate) struct Start {
    /// The process, as a pidfd.
    pub(crate) parent: c_int,
    /// Where it writes to when it is ready.
    pub(crate) ready: c_int,
    /// Where sockets come from that it is to hold.
    pub(crate) sockets: c_int,
}

/// Runs the guardian: waits until the parent has ended, then kills what is left in its networks.
pub(crate) fn run(start: &Start, shared: &Registry) -> ! {
    let mut holder = detach(start);
    // Without the capabilities it sees fewer processes, and kills those.
    let _fewer = capability::raise_ambient_set();
    holder.run();
    shutdown_flag::mark_process_gone();
    if shared.networks.load(Ordering::Acquire) > 0 {
        let mut inspector = NamespaceInspector::new();
        let killed = process::kill_all(|process, ids| inspector.owner(process, ids, shared));
        syscalls::exit(i32::from(killed.is_err()));
    }
    syscalls::exit(0)
}

/// Leaves the parent's process group, reports that to the parent, and closes all descriptors but those
/// that it waits for.
fn detach(start: &Start) -> Holder {
    // SAFETY: takes no pointers.
    unsafe { libc::setsid() };
    // SAFETY: the buffer has that many bytes.
    unsafe { libc::write(start.ready, b"1".as_ptr().cast(), 1) };
    close_all_but(start.parent, start.sockets);
    let _stays = syscalls::change_dir(c"/");
    // SAFETY: a set of signals is plain data, and is filled before it is used.
    unsafe {
        let mut all: libc::sigset_t = core::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const all, core::ptr::null_mut());
        libc::prctl(libc::PR_SET_NAME, c"nsfixture".as_ptr());
    }
    Holder::new(start.parent, start.sockets)
}

/// Closes all other descriptors. It needs none: the process may be at its limit.
fn close_all_but(one: c_int, other: c_int) {
    let (low, high) = (one.min(other), one.max(other));
    for (first, last) in [(0, low - 1), (low + 1, high - 1), (high + 1, c_int::MAX)] {
        // Nothing in this copy of the process uses its descriptors again.
        if syscalls::close_range(first, last, 0).is_err() {
            (first..=last.min(4095)).for_each(syscalls::close);
        }
    }
}

/// Inspects namespaces from inside, because the inode numbers in `/proc` are reused.
struct NamespaceInspector {
    /// The guardian's own network namespace, the machine's.
    home: c_int,
    last_foreign: NamespaceIds,
}

impl NamespaceInspector {
    fn new() -> Self {
        let home = syscalls::open(c"/proc/self/ns/net", libc::O_RDONLY).unwrap_or(-1);
        Self { home, last_foreign: NamespaceIds::default() }
    }

    fn owner(&mut self, process: pid_t, ids: NamespaceIds, shared: &Registry) -> Owner {
        // Many processes are in the same namespaces.
        if ids == self.last_foreign {
            return Owner::Foreign;
        }
        let net = self.cookie_of(process);
        let mount = mount_id_of(process);
        let is_known = |cookie: Cookie| is_known(cookie, shared);
        if net.is_ok_and(|net| is_known(Cookie::Net(net)))
            || mount.is_ok_and(|mount| is_known(Cookie::Mount(mount)))
        {
            return Owner::Ours;
        }
        // Those of a process that has exited say nothing about the others in the same namespaces.
        if [net.err(), mount.err()].into_iter().flatten().any(is_gone) {
            return Owner::Unknown;
        }
        self.last_foreign = ids;
        Owner::Foreign
    }

    fn cookie_of(&self, process: pid_t) -> Result<u64, RawErrno> {
        let namespace = namespace_ids::open(process, b"net")?;
        let cookie = enter_net(namespace).and_then(|()| cookie_here());
        syscalls::close(namespace);
        // Rootless, the machine's namespace cannot be entered again. That is not needed: a host's
        // namespace leads into all others.
        let _stays = enter_net(self.home);
        cookie
    }
}

fn is_known(cookie: Cookie, shared: &Registry) -> bool {
    let word = cookie.word();
    let written = usize::try_from(shared.written.load(Ordering::Acquire)).unwrap_or(CAPACITY);
    let mut known = shared.cookies.iter().take(written);
    word != 0 && known.any(|own| own.load(Ordering::Acquire) == word)
}

/// Reports whether a namespace of a process could not be opened because the process has exited.
fn is_gone(errno: RawErrno) -> bool {
    matches!(errno, libc::ENOENT | libc::ESRCH)
}

fn mount_id_of(process: pid_t) -> Result<u64, RawErrno> {
    let namespace = namespace_ids::open(process, b"mnt")?;
    let id = namespace_ids::mount_id(namespace);
    syscalls::close(namespace);
    id
}

fn cookie_here() -> Result<u64, RawErrno> {
    // SAFETY: takes no pointers.
    let socket = unsafe { libc::socket(libc::AF_UNIX, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0) };
    if socket < 0 {
        return Err(syscalls::errno());
    }
    let cookie = namespace_ids::cookie(socket);
    syscalls::close(socket);
    cookie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_has_exited_says_nothing_about_others_in_its_namespaces() {
        let shared = Registry::map().expect("memory can be shared");
        let mut inspector = NamespaceInspector::new();
        // More than the kernel's highest PID (`PID_MAX_LIMIT`, `linux/threads.h`).
        let exited = pid_t::MAX;
        let ids = NamespaceIds { net: 1, mnt: 2, uts: 3 };
        assert!(inspector.owner(exited, ids, &shared) == Owner::Unknown);
        // SAFETY: takes no pointers.
        let own = unsafe { libc::getpid() };
        assert!(inspector.last_foreign == NamespaceIds::default());
        assert!(inspector.owner(own, ids, &shared) == Owner::Foreign);
        assert!(inspector.last_foreign == ids);
    }
}
