//! What stays in the hosts of a network that goes down.

use std::fmt;

use crate::kernel::threads::Blocked;

/// The threads and the sockets that stay in a network's hosts.
#[derive(Default)]
pub(crate) struct Leftovers {
    pub(super) threads: Vec<LeftThread>,
    pub(super) sockets: Vec<LeftSockets>,
    /// The indices of the hosts to cut off.
    pub(super) hosts: Vec<usize>,
}

pub(super) struct LeftThread {
    pub(super) name: String,
    pub(super) host: String,
    /// `None` if it was running.
    pub(super) blocked_in: Option<Blocked>,
}

pub(super) struct LeftSockets {
    pub(super) count: usize,
    pub(super) host: String,
}

impl Leftovers {
    /// Returns true if nothing stays.
    pub(crate) fn is_empty(&self) -> bool {
        self.threads.is_empty() && self.sockets.is_empty()
    }
}

/// Prints a list such as "thread `server` in host `b` (blocked in accept), 2 sockets in host `a`".
impl fmt::Display for Leftovers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// More than these are only counted.
        const SHOWN: usize = 8;
        let mut separator = "";
        for LeftThread { name, host, blocked_in } in self.threads.iter().take(SHOWN) {
            write!(f, "{separator}thread `{name}` in host `{host}`")?;
            match blocked_in {
                Some(call) => write!(f, " (blocked in {call})")?,
                None => f.write_str(" (running)")?,
            }
            separator = ", ";
        }
        if self.threads.len() > SHOWN {
            write!(f, " and {} more threads", self.threads.len() - SHOWN)?;
        }
        for LeftSockets { count, host } in self.sockets.iter().take(SHOWN) {
            let sockets = if *count == 1 { "socket" } else { "sockets" };
            write!(f, "{separator}{count} {sockets} in host `{host}`")?;
            separator = ", ";
        }
        if self.sockets.len() > SHOWN {
            write!(f, " and sockets in {} more hosts", self.sockets.len() - SHOWN)?;
        }
        Ok(())
    }
}
