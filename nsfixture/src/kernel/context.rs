//! Every operation that the kernel may refuse goes through a [`Context`], which gives its error the
//! operation, the subject and the host, and lets a test make it fail.

use std::fmt::Display;
use std::os::fd::BorrowedFd;

use nix::errno::Errno;

use super::faults::FaultInjector;
use crate::error::{Error, KernelError, Operation};

/// Where operations are attempted: in a host, or outside of all.
#[derive(Clone, Copy, Default)]
pub(crate) struct Context<'a> {
    pub(crate) host: Option<&'a str>,
    /// Readable once a wait is to end, because the network goes down.
    pub(super) cancelled: Option<BorrowedFd<'a>>,
    faults: Option<&'a FaultInjector>,
}

impl<'a> Context<'a> {
    /// Returns the context of a host of a network that is up.
    pub(crate) fn in_host(host: &'a str) -> Self {
        Self { host: Some(host), cancelled: None, faults: None }
    }

    /// Returns the context of a set-up, outside of all hosts.
    pub(crate) fn of_setup(faults: &'a FaultInjector) -> Self {
        Self { host: None, cancelled: None, faults: Some(faults) }
    }

    /// Returns the same context in a host.
    pub(crate) fn at(self, host: &'a str) -> Self {
        Self { host: Some(host), ..self }
    }

    /// Returns the same context with waits that end when `fd` becomes readable.
    pub(crate) fn cancelled_by(self, fd: BorrowedFd<'a>) -> Self {
        Self { cancelled: Some(fd), ..self }
    }

    /// Attempts an operation, unless a test wants it to fail.
    pub(crate) fn attempt<T>(
        self,
        operation: Operation,
        subject: impl Display,
        act: impl FnOnce() -> Result<T, Errno>,
    ) -> Result<T, Error> {
        self.faults
            .map_or(Ok(()), FaultInjector::pass)
            .and_then(|()| act())
            .map_err(|errno| self.error(operation, subject, errno as i32, None))
    }

    /// Like [`attempt`](Self::attempt), for an operation that returns an `io::Error`.
    pub(crate) fn attempt_io<T>(
        self,
        operation: Operation,
        subject: impl Display,
        act: impl FnOnce() -> std::io::Result<T>,
    ) -> Result<T, Error> {
        self.attempt(operation, subject, || act().map_err(|error| errno_of(&error)))
    }

    /// Returns the error for a refusal that was found otherwise.
    pub(crate) fn error(
        self,
        operation: Operation,
        subject: impl Display,
        errno: i32,
        ext_ack: Option<String>,
    ) -> Error {
        let host = self.host.map(str::to_owned);
        let source = std::io::Error::from_raw_os_error(errno);
        KernelError { operation, subject: subject.to_string(), host, errno, ext_ack, source }.into()
    }
}

/// Returns the error number of an error, `EIO` if it has none.
pub fn errno_of(error: &std::io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno::from_raw)
}
