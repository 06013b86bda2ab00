//! What a service has printed.

use std::borrow::Cow;
use std::fmt;
use std::time::Instant;

/// What a service has printed so far, on both of its streams, in the order in which it was read.
///
/// The last 1 MiB is kept, counting 32 bytes for each line in addition to its text; [`cut_bytes`](Self::cut_bytes) is what
/// had to go. What has been printed since the last end of a line counts as a line.
///
/// `Display` prints the lines, each with its end.
#[derive(Debug, Clone, Default)]
pub struct ServiceOutput {
    pub(crate) lines: Vec<OutputLine>,
    pub(crate) cut: u64,
}

impl ServiceOutput {
    /// Returns the lines, the oldest first.
    pub fn lines(&self) -> &[OutputLine] {
        &self.lines
    }

    /// Returns the number of bytes before the first line that were not kept.
    pub fn cut_bytes(&self) -> u64 {
        self.cut
    }
}

impl fmt::Display for ServiceOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A line that a service has printed. One of more than 16 KiB counts as several.
///
/// `Display` prints its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputLine {
    /// Counted from 0, for both streams together.
    pub(crate) number: u64,
    pub(crate) time: Instant,
    pub(crate) is_stderr: bool,
    pub(crate) bytes: Vec<u8>,
}

impl OutputLine {
    /// Returns the text without the end of the line. What is not UTF-8 is replaced by U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// Returns the bytes without the end of the line, `"\n"` or `"\r\n"`.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns true for a line of the standard error stream, false for one of the standard output.
    pub fn is_stderr(&self) -> bool {
        self.is_stderr
    }

    /// Returns when the end of the line was read.
    pub fn time(&self) -> Instant {
        self.time
    }
}

impl fmt::Display for OutputLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}
