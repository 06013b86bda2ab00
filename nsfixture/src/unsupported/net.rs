//! A network that is never up.

use std::convert::Infallible;
use std::fmt;

use nsfixture_plan::{Fates, Groups, Plan, Topology};

use super::{Cable, Capture, Error, LinkId, Node, Switch};

/// A network that is up: there is none on this system.
#[must_use = "the network is taken down when its last handle is dropped"]
#[derive(Debug, Clone)]
pub struct Net(Infallible);

/// A partition of a network that is up: there is none on this system.
#[derive(Debug, Clone)]
pub struct Partition(Infallible);

impl Partition {
    /// Tells senders that their packets are lost.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn reject(&self) -> Result<Self, Error> {
        match self.0 {}
    }

    /// Ends this partition.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn heal(&self) -> Result<(), Error> {
        match self.0 {}
    }
}

impl Net {
    /// Creates a network.
    ///
    /// # Errors
    /// Always returns an error.
    pub fn up(topology: &Topology) -> Result<Self, Error> {
        Err(Plan::new(topology).map_or_else(Error::from, |_| Error::new()))
    }

    /// Creates a network in which the same happens by chance as in another run.
    ///
    /// # Errors
    /// Always returns an error.
    pub fn replay(topology: &Topology, _: &Fates) -> Result<Self, Error> {
        Self::up(topology)
    }

    /// Returns what has happened to packets by chance.
    ///
    /// # Errors
    /// Returns an error if the network is going down.
    pub fn fates(&self) -> Result<Fates, Error> {
        match self.0 {}
    }

    /// Returns the network that the calling thread is in.
    pub fn current() -> Option<Self> {
        None
    }

    /// Returns the host named `name`.
    pub fn node(&self, _: &str) -> Node {
        match self.0 {}
    }

    /// Returns the host named `name`.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub fn get_node(&self, _: &str) -> Result<Node, Error> {
        match self.0 {}
    }

    /// Returns all hosts.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        match self.0 {}
        #[allow(unreachable_code, reason = "names the iterator type")]
        std::iter::empty()
    }

    /// Returns the topology that the network was created from.
    pub fn topology(&self) -> &Topology {
        match self.0 {}
    }

    /// Returns a link.
    pub fn link(&self, _: impl Into<LinkId>) -> Cable {
        match self.0 {}
    }

    /// Returns a link.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub fn get_link(&self, _: impl Into<LinkId>) -> Result<Cable, Error> {
        match self.0 {}
    }

    /// Returns all links.
    pub fn links(&self) -> impl ExactSizeIterator<Item = Cable> {
        match self.0 {}
        #[allow(unreachable_code, reason = "names the iterator type")]
        std::iter::empty()
    }

    /// Returns the LAN named `name`.
    pub fn lan(&self, _: &str) -> Switch {
        match self.0 {}
    }

    /// Returns the LAN named `name`.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub fn get_lan(&self, _: &str) -> Result<Switch, Error> {
        match self.0 {}
    }

    /// Returns all LANs.
    pub fn lans(&self) -> impl ExactSizeIterator<Item = Switch> {
        match self.0 {}
        #[allow(unreachable_code, reason = "names the iterator type")]
        std::iter::empty()
    }

    /// Records packets.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn capture(&self) -> Result<Capture, Error> {
        match self.0 {}
    }

    /// Partitions hosts.
    ///
    /// # Errors
    /// Returns an error if the partition makes no sense.
    pub fn partition(&self, _: impl Into<Groups>) -> Result<Partition, Error> {
        match self.0 {}
    }

    /// Loses all packets from one host to another.
    ///
    /// # Errors
    /// Returns an error if the partition makes no sense.
    pub fn partition_oneway(&self, _: &str, _: &str) -> Result<Partition, Error> {
        match self.0 {}
    }

    /// Partitions hosts in a ring.
    ///
    /// # Errors
    /// Returns an error if the partition makes no sense.
    pub fn partition_ring<S: AsRef<str>>(
        &self,
        _: impl IntoIterator<Item = S>,
    ) -> Result<Partition, Error> {
        match self.0 {}
    }

    /// Cuts a host off from all others.
    ///
    /// # Errors
    /// Returns an error if there is no such host.
    pub fn isolate(&self, _: &str) -> Result<Partition, Error> {
        match self.0 {}
    }

    /// Ends all partitions.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn heal(&self) -> Result<(), Error> {
        match self.0 {}
    }

    /// Takes the network down.
    ///
    /// # Errors
    /// Returns what could not be ended.
    pub fn down(self) -> Result<(), Error> {
        match self.0 {}
    }
}

impl fmt::Display for Net {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}
