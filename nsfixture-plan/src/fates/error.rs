//! What is wrong with the text of fates.

use std::fmt;

/// What is wrong with the text of [`Fates`](super::Fates), with its line.
///
/// It is displayed with the line first: `line 3: ...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FatesError {
    pub(super) line: usize,
    pub(super) message: String,
}

impl FatesError {
    /// Returns the line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the message without the line.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for FatesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for FatesError {}
