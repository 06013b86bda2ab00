//! A network that never is up.

use std::convert::Infallible;
use std::fmt;

use nsfixture_plan::{Plan, Topology};

use super::{Cable, CableName, Error, Node, Switch};

/// A network that is up: there is none on this system.
#[derive(Debug, Clone)]
pub struct Net(Infallible);

impl Net {
    /// Makes a network.
    ///
    /// # Errors
    /// Always.
    pub fn up(topology: &Topology) -> Result<Self, Error> {
        Err(Plan::new(topology).map_or_else(Error::from, |_| Error(None)))
    }

    /// The network that the calling thread is in.
    pub fn current() -> Option<Self> {
        None
    }

    /// The node with this name.
    pub fn node(&self, _: &str) -> Node {
        match self.0 {}
    }

    /// All nodes.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        match self.0 {}
        #[allow(unreachable_code, reason = "says which iterator it is")]
        std::iter::empty()
    }

    /// What it was made of.
    pub fn topology(&self) -> &Topology {
        match self.0 {}
    }

    /// A link.
    pub fn link(&self, _: impl Into<CableName>) -> Cable {
        match self.0 {}
    }

    /// All links.
    pub fn links(&self) -> impl ExactSizeIterator<Item = Cable> {
        match self.0 {}
        #[allow(unreachable_code, reason = "says which iterator it is")]
        std::iter::empty()
    }

    /// The LAN with this name.
    pub fn lan(&self, _: &str) -> Switch {
        match self.0 {}
    }

    /// All LANs.
    pub fn lans(&self) -> impl ExactSizeIterator<Item = Switch> {
        match self.0 {}
        #[allow(unreachable_code, reason = "says which iterator it is")]
        std::iter::empty()
    }

    /// Takes the network down.
    ///
    /// # Errors
    /// What could not be ended.
    pub fn down(self) -> Result<(), Error> {
        match self.0 {}
    }
}

impl fmt::Display for Net {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}
