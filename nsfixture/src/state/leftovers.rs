//! What stays in the hosts of a network that goes down, and who holds it.

use std::fmt;
use std::os::fd::RawFd;

use crate::kernel::holders::Process;
use crate::kernel::threads::Blocked;

/// The threads and the sockets that stay in a network's hosts.
#[derive(Default)]
pub(crate) struct Leftovers {
    pub(super) threads: Vec<LeftThread>,
    pub(super) sockets: Vec<LeftSocket>,
    /// The indices of the hosts to cut off.
    pub(super) hosts: Vec<usize>,
}

pub(super) struct LeftThread {
    pub(super) id: i32,
    pub(super) name: String,
    pub(super) host: String,
    /// `None` if it was running.
    pub(super) blocked_in: Option<Blocked>,
}

pub(super) struct LeftSocket {
    /// What it is, such as "UDP socket 0.0.0.0:53".
    pub(super) what: String,
    pub(super) host: String,
    pub(super) holder: Holder,
}

/// Who has a socket open.
pub(super) enum Holder {
    /// This process, by this descriptor.
    Own(RawFd),
    Other(Process, RawFd),
}

impl Leftovers {
    /// Returns true if nothing stays.
    pub(crate) fn is_empty(&self) -> bool {
        self.threads.is_empty() && self.sockets.is_empty()
    }
}

/// Prints a list such as "thread `server` in host `b` (TID 17, blocked in accept), UDP socket 0.0.0.0:53 in host `a`
/// (descriptor 9)".
impl fmt::Display for Leftovers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// More than these are only counted.
        const SHOWN: usize = 8;
        let mut separator = "";
        for LeftThread { id, name, host, blocked_in } in self.threads.iter().take(SHOWN) {
            write!(f, "{separator}thread `{name}` in host `{host}` (TID {id}, ")?;
            match blocked_in {
                Some(call) => write!(f, "blocked in {call})")?,
                None => f.write_str("running)")?,
            }
            separator = ", ";
        }
        more(f, self.threads.len().saturating_sub(SHOWN), "thread")?;
        for LeftSocket { what, host, holder } in self.sockets.iter().take(SHOWN) {
            write!(f, "{separator}{what} in host `{host}` ({holder})")?;
            separator = ", ";
        }
        more(f, self.sockets.len().saturating_sub(SHOWN), "socket")
    }
}

/// Prints how many are not shown.
fn more(f: &mut fmt::Formatter<'_>, count: usize, what: &str) -> fmt::Result {
    match count {
        0 => Ok(()),
        1 => write!(f, " and 1 more {what}"),
        _ => write!(f, " and {count} more {what}s"),
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(fd) => write!(f, "descriptor {fd}"),
            Self::Other(process, fd) => write!(f, "descriptor {fd} of {process}"),
        }
    }
}
