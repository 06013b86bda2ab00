//! The processes in a network: every one of them is found by its namespaces, a daemon that forked
//! twice included (proc_pid_ns(5)). Most are in the network namespace of a host; one that has made
//! itself another one still has the host's view or its name.
//!
//! Bare system calls only: the guardian uses it, a child forked from a process with threads.
#![allow(unsafe_code, reason = "system calls with pointers, for a forked child")]

use libc::{c_int, pid_t};

use super::raw::{self, Errno};
use super::text::Text;

/// How often the processes are listed at the most: each time, those found are ended before the
/// next, so more rounds than this are a fork bomb's.
const ROUNDS: usize = 100;

/// How long one process may take to end, in milliseconds.
const PATIENCE: c_int = 5_000;

/// What came of ending processes.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Swept {
    /// How many were ended.
    pub(crate) ended: usize,
    /// How many are still there.
    pub(crate) left: usize,
}

/// The numbers of a process's namespaces, none of which another one has at the same time; 0 for one
/// that is not known.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Numbers {
    pub(crate) net: u64,
    pub(crate) mnt: u64,
    pub(crate) uts: u64,
}

impl Numbers {
    /// Those of a process that may be looked into, and that is not in this network namespace.
    fn outside_of(home: u64, process: pid_t) -> Option<Self> {
        let net = number_of(process, b"net").filter(|&net| net != home)?;
        let number = |kind: &[u8]| number_of(process, kind).unwrap_or(0);
        Some(Self { net, mnt: number(b"mnt"), uts: number(b"uts") })
    }

    /// Whether they have one in common.
    pub(crate) fn meet(self, other: Self) -> bool {
        let pairs = [(self.net, other.net), (self.mnt, other.mnt), (self.uts, other.uts)];
        pairs.into_iter().any(|(one, other)| one != 0 && one == other)
    }
}

/// Ends every other process of which `belongs` says that it is ours, given its id and its namespaces.
/// What is in this process's network namespace is not.
pub(crate) fn sweep(mut belongs: impl FnMut(pid_t, Numbers) -> bool) -> Result<Swept, Errno> {
    let mut swept = Swept::default();
    // SAFETY: takes no pointers.
    let own = unsafe { libc::getpid() };
    let home = number_of(own, b"net").unwrap_or(0);
    let mut is_ours = |process: pid_t| {
        Numbers::outside_of(home, process).is_some_and(|numbers| belongs(process, numbers))
    };
    for _ in 0..ROUNDS {
        let mut round = Swept::default();
        each(|process| {
            if process != own && is_ours(process) {
                match end(process, &mut is_ours) {
                    End::Ended => round.ended += 1,
                    End::Left => round.left += 1,
                    End::Gone => {}
                }
            }
        })?;
        swept.ended += round.ended;
        swept.left = round.left;
        if round.ended == 0 {
            break;
        }
    }
    Ok(swept)
}

enum End {
    Ended,
    Left,
    Gone,
}

/// A descriptor of the process comes first, then a second look: its number could be another's.
fn end(process: pid_t, is_ours: &mut impl FnMut(pid_t) -> bool) -> End {
    let Ok(pidfd) = pidfd_open(process) else { return End::Gone };
    let ended = if !is_ours(process) {
        End::Gone
    } else if kill(pidfd).is_ok() && wait_readable(pidfd, PATIENCE) {
        End::Ended
    } else {
        End::Left
    };
    raw::close(pidfd);
    ended
}

/// A descriptor of a process; it becomes readable when the process ends (pidfd_open(2)).
pub(super) fn pidfd_open(process: pid_t) -> Result<c_int, Errno> {
    // SAFETY: takes no pointers.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, process, 0) };
    if fd < 0 { Err(raw::errno()) } else { Ok(fd as c_int) }
}

fn kill(pidfd: c_int) -> Result<(), Errno> {
    let no_info = std::ptr::null::<libc::siginfo_t>();
    // SAFETY: without a siginfo the kernel makes one.
    let returned =
        unsafe { libc::syscall(libc::SYS_pidfd_send_signal, pidfd, libc::SIGKILL, no_info, 0) };
    if returned < 0 { Err(raw::errno()) } else { Ok(()) }
}

/// Waits for a descriptor to become readable, for this many milliseconds or, below 0, for ever.
pub(super) fn wait_readable(fd: c_int, milliseconds: c_int) -> bool {
    let mut fds = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    loop {
        // SAFETY: there is one `pollfd`.
        let ready = unsafe { libc::poll(&raw mut fds, 1, milliseconds) };
        if ready >= 0 || raw::errno() != libc::EINTR {
            return ready > 0;
        }
    }
}

/// Tells the id of every process.
fn each(mut tell: impl FnMut(pid_t)) -> Result<(), Errno> {
    #[repr(C, align(8))]
    struct Buffer([u8; 4096]);
    let mut buffer = Buffer([0; 4096]);
    let directory = raw::open(c"/proc", libc::O_RDONLY | libc::O_DIRECTORY)?;
    let outcome = loop {
        let room = buffer.0.as_mut_ptr();
        // SAFETY: the buffer has that many bytes, aligned for the entries.
        let read = unsafe { libc::syscall(libc::SYS_getdents64, directory, room, buffer.0.len()) };
        let Ok(read) = usize::try_from(read) else { break Err(raw::errno()) };
        if read == 0 {
            break Ok(());
        }
        for process in Entries(buffer.0.get(..read).unwrap_or_default()).filter_map(number) {
            if let Ok(process) = pid_t::try_from(process) {
                tell(process);
            }
        }
    };
    raw::close(directory);
    outcome
}

/// The names in what getdents64(2) wrote: inode, offset, length of the record, type, name.
struct Entries<'b>(&'b [u8]);

impl<'b> Iterator for Entries<'b> {
    type Item = &'b [u8];

    fn next(&mut self) -> Option<&'b [u8]> {
        const LENGTH: usize = 16;
        const NAME: usize = 19;
        let length = u16::from_ne_bytes([*self.0.get(LENGTH)?, *self.0.get(LENGTH + 1)?]);
        let name = self.0.get(NAME..usize::from(length))?;
        self.0 = self.0.get(usize::from(length)..)?;
        name.split(|&byte| byte == 0).next()
    }
}

/// A decimal number; the empty text is none.
fn number(text: &[u8]) -> Option<u64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
    let add = |number: u64, byte| number.checked_mul(10)?.checked_add(digit(byte)?);
    if text.is_empty() { None } else { text.iter().try_fold(0, add) }
}

/// The number in `net:[4026531840]`, to which `/proc/PID/ns/net` leads.
fn number_of(process: pid_t, kind: &[u8]) -> Option<u64> {
    let path = namespace(process, kind);
    let path = path.as_c_str().ok()?;
    let mut target = [0_u8; 64];
    // SAFETY: the path ends with a zero, the target has that many bytes.
    let length = unsafe { libc::readlink(path.as_ptr(), target.as_mut_ptr().cast(), target.len()) };
    let target = target.get(..usize::try_from(length).ok()?)?;
    number(target.strip_prefix(kind)?.strip_prefix(b":[")?.strip_suffix(b"]")?)
}

/// `/proc/PID/ns/net`, or that of another kind.
pub(super) fn namespace(process: pid_t, kind: &[u8]) -> Text {
    let mut path = Text::new(b"/proc/");
    path.push_number(process.unsigned_abs());
    path.push(b"/ns/");
    path.push(kind);
    path
}

/// The number of a socket's network namespace that is never used again while the machine runs
/// (`SO_NETNS_COOKIE`, socket(7), from Linux 5.14 on).
pub(super) fn cookie(socket: c_int) -> Result<u64, Errno> {
    const SO_NETNS_COOKIE: c_int = 71;
    let mut cookie = 0_u64;
    let mut length = size_of::<u64>() as libc::socklen_t;
    // SAFETY: the kernel writes at most `length` bytes to `cookie`.
    let returned = unsafe {
        libc::getsockopt(
            socket,
            libc::SOL_SOCKET,
            SO_NETNS_COOKIE,
            (&raw mut cookie).cast(),
            &raw mut length,
        )
    };
    if returned < 0 { Err(raw::errno()) } else { Ok(cookie) }
}

/// The number of a mount namespace that is never used again while the machine runs
/// (`NS_GET_MNTNS_ID`, include/uapi/linux/nsfs.h, from Linux 6.11 on).
pub(super) fn mount_id(namespace: c_int) -> Result<u64, Errno> {
    nix::ioctl_read!(ns_get_mntns_id, 0xb7, 5, u64);
    let mut id = 0;
    // SAFETY: the kernel writes a number to `id`; of another kind of namespace it says EINVAL.
    unsafe { ns_get_mntns_id(namespace, &raw mut id) }.map_err(|errno| errno as Errno)?;
    Ok(id)
}

/// Whether this process has had any children, as far as two looks can tell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Children {
    /// What those that have ended cost: each has cost something.
    faults_of_the_dead: i64,
    any_alive: bool,
}

impl Children {
    pub(crate) fn now() -> Self {
        // SAFETY: plain C structures, for which zeros are valid.
        let (mut usage, mut info): (libc::rusage, libc::siginfo_t) =
            unsafe { (std::mem::zeroed(), std::mem::zeroed()) };
        let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        // SAFETY: both structures outlive the calls. WNOWAIT leaves the child to its owner.
        let (used, waited) = unsafe {
            (
                libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage),
                libc::waitid(libc::P_ALL, 0, &raw mut info, flags),
            )
        };
        let any_alive = used != 0 || waited == 0 || raw::errno() != libc::ECHILD;
        Self { faults_of_the_dead: usage.ru_minflt, any_alive: any_alive || unseen() }
    }

    /// Whether the process may have started another since an earlier look.
    pub(crate) fn may_be_new_since(self, before: Self) -> bool {
        self.any_alive || before.any_alive || self != before
    }
}

/// Where SIGCHLD is ignored the kernel keeps no account of children (sigaction(2)).
fn unseen() -> bool {
    // SAFETY: a plain C structure, for which zeros are valid.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: without a new action the old one is written to `action`, nothing else.
    let asked = unsafe { libc::sigaction(libc::SIGCHLD, std::ptr::null(), &raw mut action) };
    asked != 0 || action.sa_sigaction == libc::SIG_IGN || action.sa_flags & libc::SA_NOCLDWAIT != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_paths() {
        for (process, path) in [(1, "/proc/1/ns/net"), (i32::MAX, "/proc/2147483647/ns/net")] {
            assert_eq!(namespace(process, b"net").as_bytes(), path.as_bytes());
        }
    }

    #[test]
    fn reads_numbers() {
        assert_eq!(number(b"4026531840"), Some(4_026_531_840));
        assert_eq!(number(b""), None);
        assert_eq!(number(b"self"), None);
    }

    #[test]
    fn finds_every_process() {
        // SAFETY: these take no pointers.
        let (own, parent) = unsafe { (libc::getpid(), libc::getppid()) };
        let mut found = 0;
        each(|process| found += usize::from(process == own || process == parent))
            .expect("/proc can be read");
        assert_eq!(found, 2);
    }

    #[test]
    fn finds_the_namespaces_of_a_process() {
        // SAFETY: takes no pointers.
        let own = unsafe { libc::getpid() };
        let net = number_of(own, b"net").expect("a process may look into itself");
        assert!(Numbers::outside_of(net, own).is_none());
        let numbers = Numbers::outside_of(0, own).expect("it is in a namespace");
        assert!(numbers.net == net && numbers.mnt != 0 && numbers.uts != 0);
    }

    #[test]
    fn namespaces_meet_in_any_kind_that_is_known() {
        let one = Numbers { net: 1, mnt: 2, uts: 3 };
        assert!(one.meet(Numbers { net: 1, mnt: 4, uts: 5 }));
        assert!(one.meet(Numbers { net: 4, mnt: 2, uts: 5 }));
        assert!(one.meet(Numbers { net: 4, mnt: 5, uts: 3 }));
        assert!(!one.meet(Numbers { net: 3, mnt: 1, uts: 2 }));
        assert!(!Numbers::default().meet(Numbers::default()));
    }
}
