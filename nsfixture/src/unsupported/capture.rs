//! Packets that are never recorded.

use std::convert::Infallible;
use std::time::{Duration, SystemTime};

use nsfixture_plan::{PacketView, Rule};

use super::Error;

/// A recording of packets: there is none on this system.
#[derive(Debug, Clone)]
pub struct Capture(Infallible);

impl Capture {
    /// Returns the packets that have arrived since the recording began.
    ///
    /// # Errors
    /// Returns an error if some are missing.
    pub fn packets(&self) -> Result<Vec<CapturedPacket>, Error> {
        match self.0 {}
    }

    /// Returns those of the packets that a rule matches.
    ///
    /// # Errors
    /// Returns an error if some are missing, or if the rule is invalid.
    pub fn packets_matching(&self, _: &Rule) -> Result<Vec<CapturedPacket>, Error> {
        match self.0 {}
    }
}

/// A packet that was recorded: there is none on this system.
#[derive(Debug, Clone)]
pub struct CapturedPacket(Infallible);

impl CapturedPacket {
    /// Returns when it arrived, or was lost.
    #[must_use]
    pub fn time(&self) -> SystemTime {
        match self.0 {}
    }

    /// Returns how long after another packet it arrived.
    #[must_use]
    pub fn since(&self, _: &Self) -> Duration {
        match self.0 {}
    }

    /// Returns the host that has sent it.
    #[must_use]
    pub fn from(&self) -> Option<&str> {
        match self.0 {}
    }

    /// Returns the host that has received it.
    #[must_use]
    pub fn to(&self) -> &str {
        match self.0 {}
    }

    /// Returns true if a fault of its cable has taken it.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        match self.0 {}
    }

    /// Returns the number of packets that it is on the wire.
    #[must_use]
    pub fn count(&self) -> usize {
        match self.0 {}
    }

    /// Returns the bytes that were recorded.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self.0 {}
    }

    /// Returns the length.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "it has a header")]
    pub fn len(&self) -> usize {
        match self.0 {}
    }

    /// Returns what its headers say.
    #[must_use]
    pub fn view(&self) -> PacketView<'_> {
        match self.0 {}
    }
}
