//! The network that the calling thread is in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{Net, Owner};
use crate::kernel::namespace;
use crate::node::Node;

/// The networks that are up, by the number of each node's namespace, and the place of that node.
static UP: Mutex<Option<Places>> = Mutex::new(None);

type Places = HashMap<u64, (Weak<Owner>, usize)>;

fn up<T>(act: impl FnOnce(&mut Places) -> T) -> T {
    // What is kept under this lock is whole after every statement.
    act(UP.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default())
}

/// From now on threads in these namespaces, one for each node, are in this network.
pub(super) fn begin(net: &Net, numbers: impl Iterator<Item = u64>) {
    let places = numbers.enumerate().map(|(node, number)| (number, (Arc::downgrade(&net.0), node)));
    up(|networks| networks.extend(places));
}

/// The numbers may be another network's from now on.
pub(super) fn end(numbers: impl Iterator<Item = u64>) {
    up(|networks| numbers.for_each(|number| _ = networks.remove(&number)));
}

fn find() -> Option<(Net, usize)> {
    let number = namespace::inode_of_this_thread().ok()?;
    let (owner, node) = up(|networks| networks.get(&number).cloned())?;
    // Not under the lock: a last handle, dropped, takes it again.
    Some((Net(owner.upgrade()?), node))
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
