//! The errors on this system.

use std::net::IpAddr;
use std::{fmt, io, iter};

use nsfixture_plan::{FatesError, FileProblems, Problems};

use super::availability::reason;
use crate::unavailable::Unavailable;

/// Any error of this crate.
pub struct Error(Kind);

enum Kind {
    Topology(Problems),
    File(FileProblems),
    Fates(FatesError),
    Unavailable,
}

impl Error {
    pub(super) fn new() -> Self {
        Self(Kind::Unavailable)
    }

    /// Returns the errors that this one consists of.
    pub fn errors(&self) -> impl Iterator<Item = &Self> {
        iter::once(self)
    }

    /// Returns true if the topology, or the file that it was read from, is invalid.
    pub fn is_topology(&self) -> bool {
        matches!(self.0, Kind::Topology(_) | Kind::File(_))
    }

    /// Returns the problems of an invalid topology.
    pub fn problems(&self) -> Option<&Problems> {
        match &self.0 {
            Kind::Topology(problems) => Some(problems),
            _ => None,
        }
    }

    /// Returns the problems of an invalid topology file.
    pub fn file_problems(&self) -> Option<&FileProblems> {
        match &self.0 {
            Kind::File(problems) => Some(problems),
            _ => None,
        }
    }

    /// Returns true if this machine allows no networks.
    pub fn is_unavailable(&self) -> bool {
        matches!(self.0, Kind::Unavailable)
    }

    /// Returns why this machine allows no networks, if that is the error.
    pub fn unavailable(&self) -> Option<&Unavailable> {
        self.is_unavailable().then(reason)
    }

    /// Returns true if a timeout expired.
    pub fn is_timeout(&self) -> bool {
        false
    }

    /// Returns true if a service has exited before what was waited for.
    pub fn is_exited(&self) -> bool {
        false
    }

    /// Returns true if the network is down.
    pub fn is_down(&self) -> bool {
        false
    }

    /// Returns true if the network has no host, link or LAN of the name that was asked for.
    pub fn is_unknown_name(&self) -> bool {
        false
    }

    /// Returns true if a thread or task in the network panicked and nobody joined it.
    pub fn is_unobserved_panic(&self) -> bool {
        false
    }

    /// Returns true if cables with faults have lost packets because the machine was too busy.
    pub fn is_overload(&self) -> bool {
        false
    }

    /// Returns the address of the host that reported a packet as undeliverable.
    pub fn reporter(&self) -> Option<IpAddr> {
        None
    }

    /// Returns the kernel's error number, if the kernel refused an operation.
    pub fn raw_os_error(&self) -> Option<i32> {
        None
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Topology(problems) => write!(f, "invalid topology: {problems}"),
            Kind::File(problems) => write!(f, "invalid topology file:\n{problems}"),
            Kind::Fates(error) => write!(f, "invalid fates: {error}"),
            Kind::Unavailable => reason().fmt(f),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Topology(problems) => Some(problems),
            Kind::File(problems) => Some(problems),
            Kind::Fates(error) => Some(error),
            Kind::Unavailable => Some(reason()),
        }
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self(Kind::Topology(problems))
    }
}

impl From<FileProblems> for Error {
    fn from(problems: FileProblems) -> Self {
        Self(Kind::File(problems))
    }
}

impl From<FatesError> for Error {
    fn from(error: FatesError) -> Self {
        Self(Kind::Fates(error))
    }
}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind =
            if error.is_unavailable() { io::ErrorKind::Unsupported } else { io::ErrorKind::Other };
        Self::new(kind, error)
    }
}
