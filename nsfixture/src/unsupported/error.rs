//! The error of this face.

use std::fmt;
use std::net::IpAddr;

use nsfixture_plan::{FileProblems, Problems};

use super::REASON;

/// Why a network could not be made.
///
/// It holds what is wrong with the topology, if that is why.
pub struct Error(pub(super) Option<String>);

impl Error {
    /// Whether the topology is wrong.
    pub fn is_topology(&self) -> bool {
        self.0.is_some()
    }

    /// Whether this machine does not allow networks of one's own.
    pub fn is_unavailable(&self) -> bool {
        self.0.is_none()
    }

    /// Whether a deadline passed.
    pub fn is_timeout(&self) -> bool {
        false
    }

    /// Whether the network was taken down before.
    pub fn is_down(&self) -> bool {
        false
    }

    /// The address of the host that said that a packet does not get where it should.
    pub fn reporter(&self) -> Option<IpAddr> {
        None
    }

    /// The kernel's error number, if it was the kernel that refused something.
    pub fn raw_os_error(&self) -> Option<i32> {
        None
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(wrong) => f.write_str(wrong),
            None => f.write_str(REASON),
        }
    }
}

/// The same text as `Display`: a test that returns an `Error` is reported with `Debug`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self(Some(format!("the topology is wrong: {problems}")))
    }
}

impl From<FileProblems> for Error {
    fn from(problems: FileProblems) -> Self {
        Self(Some(format!("the topology's file is wrong:\n{problems}")))
    }
}

impl From<Error> for std::io::Error {
    fn from(error: Error) -> Self {
        let kind = if error.is_topology() {
            std::io::ErrorKind::Other
        } else {
            std::io::ErrorKind::Unsupported
        };
        Self::new(kind, error)
    }
}
