//! What can go wrong, as one opaque type.

mod hint;
mod kind;

use std::fmt;
use std::net::IpAddr;

pub(crate) use kind::{Kind, Refusal};
use nsfixture_plan::{FileProblems, Problems};

use crate::blocker::Blocker;

/// Why a network could not be made, or something in it not be done.
///
/// Its text names the operation, its subject, the node, the kernel's word, and a hint where there
/// is one.
pub struct Error(Box<Kind>);

impl Error {
    /// Whether the topology, or the file that it stands in, is wrong: see
    /// [`Topology`](crate::Topology). Nothing was made.
    pub fn is_topology(&self) -> bool {
        matches!(*self.0, Kind::Topology(_) | Kind::File(_))
    }

    /// Whether this machine does not allow networks of one's own, for a reason that the text
    /// names together with its cure. Nothing was made. `#[ns_test]` skips a test for it.
    pub fn is_unavailable(&self) -> bool {
        matches!(*self.0, Kind::Unavailable(_))
    }

    /// Whether a deadline passed.
    pub fn is_timeout(&self) -> bool {
        matches!(*self.0, Kind::Timeout { .. })
    }

    /// Whether the network, or the node's part of it, was taken down before.
    pub fn is_down(&self) -> bool {
        matches!(*self.0, Kind::Down { .. })
    }

    /// The address of the host that said that a packet does not get where it should: a router on
    /// the way, or the sender itself.
    pub fn reporter(&self) -> Option<IpAddr> {
        match *self.0 {
            Kind::Undelivered { by, .. } => Some(by),
            _ => None,
        }
    }

    /// The kernel's error number, if it was the kernel that refused something.
    pub fn raw_os_error(&self) -> Option<i32> {
        match &*self.0 {
            Kind::Refused(refusal) => Some(refusal.errno),
            _ => None,
        }
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Kind::Topology(problems).into()
    }
}

/// So that `Topology::from_toml(text)?` can stand where a network is made of it.
impl From<FileProblems> for Error {
    fn from(problems: FileProblems) -> Self {
        Kind::File(problems).into()
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Kind::Refused(refusal).into()
    }
}

impl From<Blocker> for Error {
    fn from(blocker: Blocker) -> Self {
        Kind::Unavailable(blocker).into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The same text as `Display`: a test that returns an `Error` is reported with `Debug`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        None
    }
}

impl From<Error> for std::io::Error {
    fn from(error: Error) -> Self {
        let kind = match error.raw_os_error() {
            Some(errno) => Self::from_raw_os_error(errno).kind(),
            None if error.is_timeout() => std::io::ErrorKind::TimedOut,
            None if error.reporter().is_some() => std::io::ErrorKind::HostUnreachable,
            None if error.is_unavailable() => std::io::ErrorKind::Unsupported,
            None if error.is_down() => std::io::ErrorKind::NetworkDown,
            None => std::io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
