//! The network that the calling thread is in.

use std::sync::Arc;

use super::handle::Net;
use crate::node::Node;
use crate::state;

impl Net {
    /// Returns the network that the calling thread is in: the body of a test, a closure or a task that
    /// runs in a host, or a thread that was started there.
    ///
    /// Helpers, fixtures and the bodies of property tests get their handles from it:
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(link(client, server))]
    /// fn greets() {
    ///     assert_eq!(peer_of("client"), "server");
    /// }
    ///
    /// fn peer_of(name: &str) -> String {
    ///     let net = Net::current().expect("a network");
    ///     let peer = net.nodes().find(|node| node.name() != name);
    ///     peer.map(|node| node.name().to_owned()).unwrap_or_default()
    /// }
    /// # fn main() {}
    /// ```
    pub fn current() -> Option<Self> {
        state::current().map(|(owner, _)| Self::new(owner))
    }
}

impl Node {
    /// Returns the host that the calling thread is in; see [`Net::current`].
    pub fn current() -> Option<Self> {
        state::current().map(|(owner, node)| Self::new(Arc::clone(owner.network()), node))
    }
}
