//! The links and LANs of a network that is never up.

use std::convert::Infallible;

use std::fmt;

use nsfixture_plan::{Faults, PacketView};

use super::{Error, Node};
use crate::counters::Counters;
use crate::fault_counters::FaultCounters;
use crate::rule_counters::RuleCounters;

/// A link of a network that is up: there is none on this system.
#[derive(Debug, Clone)]
pub struct Cable(Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Cable {
    /// Panics if packets cross while the closure runs.
    pub fn assert_quiet<T>(&self, _: impl FnOnce() -> T) -> T {
        match self.0 {}
    }

    /// Panics unless a packet crosses while the closure runs.
    pub fn assert_crosses<T>(
        &self,
        _: impl Fn(&PacketView<'_>) -> bool,
        _: impl FnOnce() -> T,
    ) -> T {
        match self.0 {}
    }

    pub fn name(&self) -> &str {
        match self.0 {}
    }

    pub fn nodes(&self) -> Vec<Node> {
        match self.0 {}
    }

    pub fn down(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn up(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn unplug(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn plug(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn set_mtu(&self, _: u32) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn counters(&self) -> Result<[Counters; 2], Error> {
        match self.0 {}
    }

    pub fn from(&self, _: &str) -> Direction {
        match self.0 {}
    }

    pub fn get_from(&self, _: &str) -> Result<Direction, Error> {
        match self.0 {}
    }

    pub fn to(&self, _: &str) -> Direction {
        match self.0 {}
    }

    pub fn get_to(&self, _: &str) -> Result<Direction, Error> {
        match self.0 {}
    }

    pub fn set(&self, _: &Faults) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn clear(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn impair(&self, _: &Faults) -> Result<FaultGuard, Error> {
        match self.0 {}
    }

    pub fn fault_counters(&self) -> Result<[FaultCounters; 2], Error> {
        match self.0 {}
    }
}

/// One direction of a cable: there is none on this system.
#[derive(Debug, Clone)]
pub struct Direction(Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Direction {
    pub fn set(&self, _: &Faults) -> Result<(), Error> {
        match self.0 {}
    }

    #[doc(hidden)]
    pub fn set_for_cable(&self, _: &Faults) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn clear(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn impair(&self, _: &Faults) -> Result<FaultGuard, Error> {
        match self.0 {}
    }

    pub fn fault_counters(&self) -> Result<FaultCounters, Error> {
        match self.0 {}
    }

    pub fn rules(&self) -> Result<Vec<RuleCounters>, Error> {
        match self.0 {}
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

/// Active faults: there are none on this system.
#[must_use = "the faults are removed when the guard is dropped"]
#[derive(Debug)]
pub struct FaultGuard(Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl FaultGuard {
    pub fn fault_counters(&self) -> Result<Vec<(Direction, FaultCounters)>, Error> {
        match self.0 {}
    }

    pub fn rules(&self) -> Result<Vec<(Direction, Vec<RuleCounters>)>, Error> {
        match self.0 {}
    }

    pub fn assert_acted(&self) {
        match self.0 {}
    }
}

/// A LAN of a network that is up: there is none on this system.
#[derive(Debug, Clone)]
pub struct Switch(Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Switch {
    pub fn name(&self) -> &str {
        match self.0 {}
    }

    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        match self.0 {}
        #[allow(unreachable_code, reason = "names the iterator type")]
        std::iter::empty()
    }

    pub fn cable(&self, _: &str) -> Cable {
        match self.0 {}
    }

    pub fn get_cable(&self, _: &str) -> Result<Cable, Error> {
        match self.0 {}
    }

    pub fn unplug(&self, _: &Node) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn plug(&self, _: &Node) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn down(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn up(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn set_mtu(&self, _: u32) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn counters(&self) -> Result<Vec<(Node, Counters)>, Error> {
        match self.0 {}
    }
}

impl Drop for FaultGuard {
    fn drop(&mut self) {
        match self.0 {}
    }
}

/// Selects a link: by its name, or by the two hosts that it connects, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkId(());

impl From<&str> for LinkId {
    fn from(_: &str) -> Self {
        Self(())
    }
}

impl From<&String> for LinkId {
    fn from(_: &String) -> Self {
        Self(())
    }
}

impl From<(&str, &str)> for LinkId {
    fn from(_: (&str, &str)) -> Self {
        Self(())
    }
}

impl From<(&Node, &Node)> for LinkId {
    fn from(_: (&Node, &Node)) -> Self {
        Self(())
    }
}
