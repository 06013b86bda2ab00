//! The guardian: a small process that outlives this one by moments, and ends what this one left
//! behind in its networks, however it ended: by SIGKILL, too, after which nothing of its own runs.
//!
//! It needs pidfds (Linux 5.3) and cookies of namespaces (Linux 5.14). On an older kernel, or where
//! a container forbids these, there is none, and what a killed test has started lives on. From
//! Linux 6.11 on it finds what has made itself a network namespace, too, by its mount namespace.
#![allow(unsafe_code, reason = "forks a child, which makes bare system calls only")]

#[cfg(feature = "cli")]
use std::io;
#[cfg(feature = "cli")]
use std::sync::atomic::AtomicI32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use libc::{c_int, pid_t};

use super::process::{self, Numbers};
use super::raw::{self, Errno};
use super::{capability, closing};

/// What the guardian and this process share.
///
/// Cookies are never used twice, so none is ever taken back. A process with more namespaces than
/// there is room for overwrites the oldest.
struct Shared {
    /// How many cookies have been written.
    written: &'static AtomicU64,
    /// How many networks are up, or may have left processes behind.
    concerns: &'static AtomicU64,
    cookies: &'static [AtomicU64],
}

/// What the guardian knows a host by. Namespaces of different kinds may have the same cookie.
#[derive(Clone, Copy)]
pub(crate) enum Cookie {
    Net(u64),
    Mount(u64),
}

impl Cookie {
    /// In one word, which is 0 where the kernel has none.
    fn word(self) -> u64 {
        match self {
            Self::Net(0) | Self::Mount(0) => 0,
            Self::Net(cookie) => cookie << 1,
            Self::Mount(id) => id << 1 | 1,
        }
    }
}

const ROOM: usize = 1 << 20;

static SHARED: OnceLock<Option<Shared>> = OnceLock::new();

/// How long the guardian may take to get out of the way, in milliseconds.
const PATIENCE: c_int = 5_000;

/// A network that the guardian is to see to. Dropped, it stays one.
pub(crate) struct Concern(Option<&'static Shared>);

impl Concern {
    /// Tells the guardian of a network, and makes the guardian for the first one.
    ///
    /// # Errors
    /// If a limit keeps it from being made, which another time it may not.
    pub(crate) fn new(cookies: impl Iterator<Item = Cookie>) -> Result<Self, Errno> {
        let shared = shared()?;
        if let Some(shared) = shared {
            shared.concerns.fetch_add(1, Ordering::Relaxed);
            for cookie in cookies {
                let place = shared.written.fetch_add(1, Ordering::Relaxed) as usize % ROOM;
                shared.cookies[place].store(cookie.word(), Ordering::Release);
            }
        }
        Ok(Self(shared))
    }

    /// Tells the guardian that nothing is left of the network.
    pub(crate) fn settled(self) {
        if let Some(shared) = self.0 {
            shared.concerns.fetch_sub(1, Ordering::Release);
        }
    }
}

fn shared() -> Result<Option<&'static Shared>, Errno> {
    static STARTING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = SHARED.get() {
        return Ok(known.as_ref());
    }
    let started = match start() {
        Ok(shared) => Some(shared),
        Err(errno @ (libc::EMFILE | libc::ENFILE | libc::EAGAIN | libc::ENOMEM)) => {
            return Err(errno);
        }
        Err(_) => None,
    };
    Ok(SHARED.get_or_init(|| started).as_ref())
}

fn start() -> Result<Shared, Errno> {
    // Whether the kernel has what it takes.
    // SAFETY: takes no pointers.
    let own = unsafe { libc::getpid() };
    // Before the fork: the guardian may run only when this process is gone already.
    let pidfd = process::pidfd_open(own)?;
    let started = start_for(pidfd);
    raw::close(pidfd);
    started
}

fn start_for(pidfd: c_int) -> Result<Shared, Errno> {
    let cells = raw::shared_memory::<AtomicU64>(ROOM + 2)?;
    let shared = Shared { written: &cells[0], concerns: &cells[1], cookies: &cells[2..] };
    let (told, tell) = raw::pipe()?;
    // SAFETY: the child makes bare system calls and ends with `exit`.
    let forked = unsafe { raw::fork_quietly() };
    if forked == Ok(0) {
        guard(pidfd, tell, &shared);
    }
    raw::close(tell);
    if forked.is_ok() {
        // Before that, what kills this process's group would kill the guardian, too, and not what
        // has left the group.
        process::wait_readable(told, PATIENCE);
    }
    raw::close(told);
    #[cfg(feature = "cli")]
    if let (Ok(guardian), Some(number)) = (forked, NUMBER.get()) {
        number.store(guardian, Ordering::Release);
    }
    forked.map(|_| shared)
}

/// The guardian's number, where another process is to know it; 0 while there is none.
#[cfg(feature = "cli")]
static NUMBER: OnceLock<&'static AtomicI32> = OnceLock::new();

/// Lets the processes that are forked from this one know each other's guardian.
#[cfg(feature = "cli")]
pub(super) fn share_number() -> io::Result<()> {
    let cells = raw::shared_memory::<AtomicI32>(1).map_err(io::Error::from_raw_os_error)?;
    NUMBER.get_or_init(|| &cells[0]);
    Ok(())
}

/// The guardian's number, if it has been shared and there is one.
#[cfg(feature = "cli")]
pub(super) fn announced() -> Option<pid_t> {
    let number = NUMBER.get()?.load(Ordering::Acquire);
    (number != 0).then_some(number)
}

fn guard(parent: c_int, tell: c_int, shared: &Shared) -> ! {
    let parent = detach(parent, tell);
    // Without them it sees fewer processes, and ends those.
    let _fewer = capability::keep();
    process::wait_readable(parent, -1);
    closing::end_process();
    if shared.concerns.load(Ordering::Acquire) > 0 {
        let mut look = Look::new();
        let swept = process::sweep(|process, numbers| look.is_ours(process, numbers, shared));
        raw::exit(i32::from(swept.is_err()));
    }
    raw::exit(0)
}

/// Keeps nothing of the parent's open but one descriptor, which it gives its new number, and
/// itself out of the way of signals meant for the parent's group, which it tells.
fn detach(kept: c_int, tell: c_int) -> c_int {
    // SAFETY: takes no pointers.
    unsafe { libc::setsid() };
    // SAFETY: the buffer has that many bytes.
    unsafe { libc::write(tell, b"1".as_ptr().cast(), 1) };
    // SAFETY: takes no pointers; no object of this process's copy uses its descriptors again.
    unsafe { libc::dup2(kept, 0) };
    // SAFETY: as above.
    if unsafe { libc::syscall(libc::SYS_close_range, 1, u32::MAX, 0) } < 0 {
        (1..4096).for_each(raw::close);
    }
    let _stays = raw::change_dir(c"/");
    // SAFETY: a set of signals is plain data, and is filled before it is used.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const all, std::ptr::null_mut());
        libc::prctl(libc::PR_SET_NAME, c"nsfixture".as_ptr());
    }
    0
}

/// Looks into namespaces from inside: the numbers that `/proc` shows are used again.
struct Look {
    /// The guardian's own namespace, which is the host's.
    home: c_int,
    last_foreign: Numbers,
}

impl Look {
    fn new() -> Self {
        let home = raw::open(c"/proc/self/ns/net", libc::O_RDONLY).unwrap_or(-1);
        Self { home, last_foreign: Numbers::default() }
    }

    fn is_ours(&mut self, process: pid_t, numbers: Numbers, shared: &Shared) -> bool {
        // Many processes are in the same namespaces.
        if numbers == self.last_foreign {
            return false;
        }
        let ours = is_known(Cookie::Net(self.cookie_of(process).unwrap_or(0)), shared)
            || is_known(Cookie::Mount(mount_id_of(process).unwrap_or(0)), shared);
        if !ours {
            self.last_foreign = numbers;
        }
        ours
    }

    fn cookie_of(&self, process: pid_t) -> Result<u64, Errno> {
        let namespace = open(process, b"net")?;
        let cookie = enter(namespace).and_then(|()| cookie_here());
        raw::close(namespace);
        // Rootless there is no way back into the host's namespace, and none is needed: from a
        // node's one gets into the others'.
        let _stays = enter(self.home);
        cookie
    }
}

fn is_known(cookie: Cookie, shared: &Shared) -> bool {
    let word = cookie.word();
    let mut known = shared.cookies.iter().take(written(shared));
    word != 0 && known.any(|own| own.load(Ordering::Acquire) == word)
}

fn mount_id_of(process: pid_t) -> Result<u64, Errno> {
    let namespace = open(process, b"mnt")?;
    let id = process::mount_id(namespace);
    raw::close(namespace);
    id
}

fn open(process: pid_t, kind: &[u8]) -> Result<c_int, Errno> {
    raw::open(process::namespace(process, kind).as_c_str()?, libc::O_RDONLY)
}

fn written(shared: &Shared) -> usize {
    usize::try_from(shared.written.load(Ordering::Acquire)).unwrap_or(ROOM).min(ROOM)
}

fn enter(namespace: c_int) -> Result<(), Errno> {
    // SAFETY: takes no pointers.
    if unsafe { libc::setns(namespace, libc::CLONE_NEWNET) } < 0 {
        Err(raw::errno())
    } else {
        Ok(())
    }
}

fn cookie_here() -> Result<u64, Errno> {
    // SAFETY: takes no pointers.
    let socket = unsafe { libc::socket(libc::AF_UNIX, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0) };
    if socket < 0 {
        return Err(raw::errno());
    }
    let cookie = process::cookie(socket);
    raw::close(socket);
    cookie
}
