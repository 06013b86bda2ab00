//! The hosts, links and LANs of a network.

use std::sync::Arc;

use super::handle::Net;
use crate::cables::{Cable, LinkId, Switch};
use crate::error::{Error, or_panic};
use crate::node::Node;

impl Net {
    /// Returns the host named `name`.
    ///
    /// # Panics
    /// Panics if there is none. [`get_node`](Self::get_node) returns an error instead.
    #[track_caller]
    pub fn node(&self, name: &str) -> Node {
        or_panic(self.get_node(name))
    }

    /// Returns the host named `name`.
    ///
    /// # Errors
    /// Returns an error with the names that there are
    /// ([`is_unknown_name`](Error::is_unknown_name)).
    pub fn get_node(&self, name: &str) -> Result<Node, Error> {
        let node = self.network().find_node(name)?;
        Ok(Node::new(Arc::clone(self.network()), node))
    }

    /// Returns all hosts, in the order in which the topology names them.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        (0..self.network().plan.nodes.len()).map(|node| Node::new(Arc::clone(self.network()), node))
    }

    /// Returns a link, by its name or by the two hosts that it connects, in any order.
    ///
    /// An unnamed link has the names of its ends: `net.link("client-server")`.
    ///
    /// # Panics
    /// Panics if there is none, or if several links connect the two hosts.
    /// [`get_link`](Self::get_link) returns an error instead.
    #[track_caller]
    pub fn link(&self, link: impl Into<LinkId>) -> Cable {
        or_panic(self.get_link(link))
    }

    /// Returns a link, by its name or by the two hosts that it connects, in any order.
    ///
    /// # Errors
    /// Returns an error if there is none ([`is_unknown_name`](Error::is_unknown_name)), or if several
    /// links connect the two hosts.
    pub fn get_link(&self, link: impl Into<LinkId>) -> Result<Cable, Error> {
        let cable = self.network().find_link(&link.into())?;
        Ok(Cable::new(Arc::clone(self.network()), cable))
    }

    /// Returns all links, in the order of the topology.
    pub fn links(&self) -> impl ExactSizeIterator<Item = Cable> {
        let links = self.network().plan.links.iter();
        links.map(|link| Cable::new(Arc::clone(self.network()), link.cable))
    }

    /// Returns the LAN named `name`.
    ///
    /// # Panics
    /// Panics if there is none. [`get_lan`](Self::get_lan) returns an error instead.
    #[track_caller]
    pub fn lan(&self, name: &str) -> Switch {
        or_panic(self.get_lan(name))
    }

    /// Returns the LAN named `name`.
    ///
    /// # Errors
    /// Returns an error with the names that there are
    /// ([`is_unknown_name`](Error::is_unknown_name)).
    pub fn get_lan(&self, name: &str) -> Result<Switch, Error> {
        let lan = self.network().find_lan(name)?;
        Ok(Switch::new(Arc::clone(self.network()), lan))
    }

    /// Returns all LANs, in the order of the topology.
    pub fn lans(&self) -> impl ExactSizeIterator<Item = Switch> {
        (0..self.network().plan.lans.len()).map(|lan| Switch::new(Arc::clone(self.network()), lan))
    }
}
