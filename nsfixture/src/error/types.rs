//! The error type and its kinds.

use std::io;
use std::net::IpAddr;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::time::Duration;

use nsfixture_plan::{FatesError, FileProblems, Problems};

use super::operation::Operation;
use crate::unavailable::Unavailable;

/// Any error of this crate.
///
/// `Display` prints the operation, its subject, the host, the kernel's error and, where there is one,
/// a hint. `Debug` prints the same, because it is what a test that returns an `Error` shows.
/// [`source`](std::error::Error::source) returns the underlying error.
pub struct Error(pub(super) Box<Kind>);

/// The kinds of errors.
pub(crate) enum Kind {
    /// The topology is invalid.
    Topology(Problems),
    /// Faults that were set at run time are invalid.
    Faults(Problems),
    /// Which packets to choose is not valid.
    Matcher(Problems),
    /// The topology's file is invalid, or the topology in it.
    File(FileProblems),
    /// The machine allows no networks.
    Unavailable(Unavailable),
    /// The kernel refused an operation.
    Kernel(KernelError),
    /// An operation failed for another reason.
    Failed { operation: Operation, host: String, found: String },
    /// A timeout expired.
    Timeout { waited_for: String, host: String, after: Duration, seen: String },
    /// A program has exited before what was waited for.
    Exited(String),
    /// A host on the path reported that a packet is undeliverable.
    Undelivered { target: IpAddr, host: String, by: IpAddr, name: Option<String>, why: String },
    /// The network is down.
    Down { host: Option<String> },
    /// The cable is a plain link, which cannot be unplugged.
    NotPluggable { link: String },
    /// The cable cannot be impaired.
    Plain { cable: String },
    /// A fault of a whole cable was set for one direction.
    WholeCable { cable: String },
    /// Fates are not those of this network.
    Fates(String),
    /// The text of fates could not be read.
    FatesText(FatesError),
    /// A partition does not make sense.
    Partition(String),
    /// There is no host, link or LAN with that name.
    UnknownName(String),
    /// A panic in the network was not observed.
    UnobservedPanic(String),
    /// Packets were lost that no fault was meant to take.
    Overload(String),
    /// Several errors.
    Several(Vec<Error>),
}

/// An operation that the kernel refused.
pub(crate) struct KernelError {
    pub(crate) operation: Operation,
    /// A path, an interface, an address, ...
    pub(crate) subject: String,
    /// The host in which it was attempted.
    pub(crate) host: Option<String>,
    pub(crate) errno: i32,
    /// The kernel's explanation (`NLMSGERR_ATTR_MSG`).
    pub(crate) ext_ack: Option<String>,
    /// The errno as an error.
    pub(crate) source: io::Error,
}

// An error is plain data; only the type of its source does not say so.
impl UnwindSafe for Error {}
impl RefUnwindSafe for Error {}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}
