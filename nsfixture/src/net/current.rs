//! The network that the calling thread is in.

use std::sync::Arc;

use super::{Net, Owner};
use crate::node::Node;
use crate::watch;

fn find() -> Option<(Net, usize)> {
    let (watch, node) = watch::by_namespace()?;
    Some((Net(watch.network::<Owner>()?), node))
}

impl Net {
    /// The network that the calling thread is in: that of a test's body, of a closure or a task that
    /// runs in a node, and of each thread that was started from there.
    ///
    /// It gives helpers, fixtures and the bodies of property tests the handles that a parameter of
    /// the test would:
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
        find().map(|(net, _)| net)
    }
}

impl Node {
    /// The node that the calling thread is in; see [`Net::current`].
    pub fn current() -> Option<Self> {
        find().map(|(net, node)| Self::new(Arc::clone(net.inner()), node))
    }
}
