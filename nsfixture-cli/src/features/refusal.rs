//! The kernel's answer to a feature that does not work.

use nsfixture::__cli::errno_of;

/// The kernel's answer: an error number, and a message, if it sends one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) errno: i32,
    pub(crate) message: Option<String>,
}

impl From<i32> for Refusal {
    fn from(errno: i32) -> Self {
        Self { errno, message: None }
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        (errno_of(&error) as i32).into()
    }
}
