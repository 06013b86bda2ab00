//! Why this machine allows no networks, or not a certain one.

use std::fmt;

/// The reason why this machine allows no networks, or not a certain one, and what to do about it.
///
/// `Display` prints both: `REASON; fix: FIX`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable {
    pub(crate) reason: String,
    pub(crate) fix: String,
}

impl Unavailable {
    /// Returns what the machine refuses, and why as far as that is known.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns what to do about it.
    pub fn fix(&self) -> &str {
        &self.fix
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; fix: {}", self.reason, self.fix)
    }
}

impl std::error::Error for Unavailable {}
