//! Finding and killing the processes of a network. Every one of them is found by its namespaces, even
//! a daemon that forked twice. Most are in the network namespace of a host; one that has made itself
//! another one still has the host's view or its name.
#![allow(unsafe_code, reason = "system calls with pointers, for a forked child")]

use core::ptr;

use libc::{c_int, pid_t};

use super::namespace_ids::{self, NamespaceIds};
use super::syscalls::{self, RawErrno};

/// The most times that the processes are listed. Those found are killed before the next time, so
/// only a fork bomb needs more.
const ROUNDS: usize = 100;

/// How long one process may take to exit, in milliseconds.
const EXIT_TIMEOUT_MS: c_int = 5_000;

/// The number of processes whose PIDs are returned.
const FIRST: usize = 4;

/// The result of killing processes.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Killed {
    /// The number of processes that have exited.
    pub(crate) ended: usize,
    /// The number of processes that are still running.
    pub(crate) left: usize,
    /// The first of them; 0 where there is none.
    pub(crate) first_left: [pid_t; FIRST],
}

/// Whose a process is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Ours,
    Foreign,
    /// It exited before that could be told. It may have been ours, and have started others.
    Unknown,
}

impl Owner {
    pub(crate) fn ours_if(condition: bool) -> Self {
        if condition { Self::Ours } else { Self::Foreign }
    }
}

/// Kills every other process that `owner` calls ours, given its PID and its namespaces.
/// Processes in this process's network namespace are left alone.
pub(crate) fn kill_all(
    mut owner: impl FnMut(pid_t, NamespaceIds) -> Owner,
) -> Result<Killed, RawErrno> {
    let mut killed = Killed::default();
    // SAFETY: takes no pointers.
    let own = unsafe { libc::getpid() };
    let home = namespace_ids::inode_of(own, b"net").unwrap_or(0);
    let mut owner_of = |process: pid_t| {
        let ids = NamespaceIds::outside_of(home, process);
        ids.map_or(Owner::Foreign, |ids| owner(process, ids))
    };
    for _ in 0..ROUNDS {
        (killed.left, killed.first_left) = (0, [0; FIRST]);
        let mut is_settled = true;
        for_each(|process| {
            if process == own || owner_of(process) == Owner::Foreign {
                return;
            }
            match kill_if_ours(process, &mut owner_of) {
                KillOutcome::Ended => killed.ended += 1,
                KillOutcome::Left => {
                    if let Some(first) = killed.first_left.get_mut(killed.left) {
                        *first = process;
                    }
                    killed.left += 1;
                    return;
                }
                KillOutcome::Gone => {}
            }
            // It may have forked before it exited.
            is_settled = false;
        })?;
        if is_settled {
            break;
        }
    }
    Ok(killed)
}

enum KillOutcome {
    Ended,
    Left,
    Gone,
}

/// Kills a process if it is ours once it is held by a descriptor: its PID may have been reused.
fn kill_if_ours(process: pid_t, owner_of: &mut impl FnMut(pid_t) -> Owner) -> KillOutcome {
    let Ok(pidfd) = pidfd_open(process) else { return KillOutcome::Gone };
    let ended = if owner_of(process) == Owner::Ours {
        match send_signal(pidfd, libc::SIGKILL) {
            Ok(()) if wait_readable(pidfd, EXIT_TIMEOUT_MS) => KillOutcome::Ended,
            // It has just ended, and its parent has waited for it.
            Err(libc::ESRCH) => KillOutcome::Ended,
            _ => KillOutcome::Left,
        }
    } else {
        KillOutcome::Gone
    };
    syscalls::close(pidfd);
    ended
}

/// Returns a descriptor of a process, which becomes readable when the process ends (pidfd_open(2)).
///
/// # Errors
/// Returns the kernel's error number.
pub fn pidfd_open(process: pid_t) -> Result<c_int, RawErrno> {
    // SAFETY: takes no pointers.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, process, 0) };
    if fd < 0 { Err(syscalls::errno()) } else { Ok(fd as c_int) }
}

/// Sends a signal to the process of a descriptor (pidfd_send_signal(2)).
pub(crate) fn send_signal(pidfd: c_int, signal: c_int) -> Result<(), RawErrno> {
    let no_info = ptr::null::<libc::siginfo_t>();
    // SAFETY: without a siginfo the kernel makes one.
    let returned = unsafe { libc::syscall(libc::SYS_pidfd_send_signal, pidfd, signal, no_info, 0) };
    if returned < 0 { Err(syscalls::errno()) } else { Ok(()) }
}

/// Waits until a descriptor is readable, for at most this many milliseconds, or without limit if
/// negative.
pub fn wait_readable(fd: c_int, milliseconds: c_int) -> bool {
    let mut fds = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    loop {
        // SAFETY: there is one `pollfd`.
        let ready = unsafe { libc::poll(&raw mut fds, 1, milliseconds) };
        if ready >= 0 || syscalls::errno() != libc::EINTR {
            return ready > 0;
        }
    }
}

/// Calls `visit` with the PID of every process.
fn for_each(mut visit: impl FnMut(pid_t)) -> Result<(), RawErrno> {
    #[repr(C, align(8))]
    struct Buffer([u8; 4096]);
    let mut buffer = Buffer([0; 4096]);
    let directory = syscalls::open(c"/proc", libc::O_RDONLY | libc::O_DIRECTORY)?;
    let outcome = loop {
        let entries = buffer.0.as_mut_ptr();
        // SAFETY: the buffer has that many bytes, aligned for the entries.
        let read =
            unsafe { libc::syscall(libc::SYS_getdents64, directory, entries, buffer.0.len()) };
        let Ok(read) = usize::try_from(read) else { break Err(syscalls::errno()) };
        if read == 0 {
            break Ok(());
        }
        for process in Entries(buffer.0.get(..read).unwrap_or_default())
            .filter_map(namespace_ids::parse_number)
        {
            if let Ok(process) = pid_t::try_from(process) {
                visit(process);
            }
        }
    };
    syscalls::close(directory);
    outcome
}

/// The names in the records of getdents64(2): inode, offset, length of the record, type, name.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_process() {
        // SAFETY: these take no pointers.
        let (own, parent) = unsafe { (libc::getpid(), libc::getppid()) };
        let mut found = 0;
        for_each(|process| found += usize::from(process == own || process == parent))
            .expect("/proc is readable");
        assert_eq!(found, 2);
    }
}
