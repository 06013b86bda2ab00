//! Conversions from and to errors.

use std::io;

use nsfixture_plan::{FatesError, FileProblems, Problems};

use super::types::{Error, KernelError, Kind};

/// Returns the value, or panics with the error's message at the caller's line.
#[track_caller]
pub(crate) fn or_panic<T>(result: Result<T, Error>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Kind::Topology(problems).into()
    }
}

/// Lets `Topology::from_toml(text)?` be used where a network is created from it.
impl From<FileProblems> for Error {
    fn from(problems: FileProblems) -> Self {
        Kind::File(problems).into()
    }
}

/// Lets `text.parse::<Fates>()?` be used where they are replayed.
impl From<FatesError> for Error {
    fn from(error: FatesError) -> Self {
        Kind::FatesText(error).into()
    }
}

impl From<KernelError> for Error {
    fn from(error: KernelError) -> Self {
        Kind::Kernel(error).into()
    }
}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match error.raw_os_error() {
            Some(errno) => Self::from_raw_os_error(errno).kind(),
            None if error.is_timeout() => io::ErrorKind::TimedOut,
            None if error.reporter().is_some() => io::ErrorKind::HostUnreachable,
            None if error.is_unavailable() => io::ErrorKind::Unsupported,
            None if error.is_down() => io::ErrorKind::NetworkDown,
            None if error.is_unknown_name() => io::ErrorKind::NotFound,
            None => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
