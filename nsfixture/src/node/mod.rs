//! A node: a host of a network that is up.

mod command;
mod listening;
mod ping;
mod run;
mod runtime;
mod sysctl;
mod task;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

pub use listening::Port;
pub use ping::{Ping, Target};
pub(crate) use runtime::{NodeRuntime, end as end_runtime};
pub use task::JoinHandle;

use crate::error::Error;
use crate::kernel::host::Job;
use crate::kernel::namespace::Namespaces;
use crate::net::Inner;
use crate::watch::Role;

/// A host of a network that is up.
///
/// It is a handle: cheap to clone, and it can be sent to other threads. It does not keep the
/// network up; once that is down, what would need it gives an error or panics.
#[derive(Clone)]
pub struct Node {
    net: Arc<Inner>,
    index: usize,
}

impl Node {
    pub(crate) fn new(net: Arc<Inner>, index: usize) -> Self {
        Self { net, index }
    }

    fn plan(&self) -> &nsfixture_plan::NodePlan {
        &self.net.plan.nodes[self.index]
    }

    fn namespaces(&self) -> Result<Arc<Namespaces>, Error> {
        self.net.namespaces(self.index)
    }

    /// Has the node's thread do something.
    pub(crate) fn assign(&self, net: &Inner, job: Job) -> Result<(), Error> {
        net.assign(self.index, job)
    }

    /// Makes the calling thread, which is in the node, one whose panics are the node's.
    pub(crate) fn settle_in(&self, role: Role) {
        self.net.watch.on_this_thread(self.index, role);
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.plan().name.as_str()
    }

    /// Its first IPv4 address.
    ///
    /// # Panics
    /// If it has none; [`addrs`](Self::addrs) lists what it has.
    #[track_caller]
    pub fn ipv4(&self) -> Ipv4Addr {
        let first = self.addrs().into_iter().find_map(|addr| match addr {
            IpAddr::V4(v4) => Some(v4),
            IpAddr::V6(_) => None,
        });
        first.unwrap_or_else(|| panic!("node `{}` has no IPv4 address", self.name()))
    }

    /// Its first IPv6 address that is not link-local.
    ///
    /// # Panics
    /// If it has none; [`addrs`](Self::addrs) lists what it has.
    #[track_caller]
    pub fn ipv6(&self) -> Ipv6Addr {
        let first = self.addrs().into_iter().find_map(|addr| match addr {
            IpAddr::V4(_) => None,
            IpAddr::V6(v6) => Some(v6),
        });
        first.unwrap_or_else(|| panic!("node `{}` has no IPv6 address", self.name()))
    }

    /// Its addresses as planned, in the order of its interfaces, loopback and link-local ones
    /// aside.
    pub fn addrs(&self) -> Vec<IpAddr> {
        self.plan().addrs().map(nsfixture_plan::addr::IfAddr::addr).collect()
    }

    /// Its interfaces as planned, `lo` aside, in the order of their links.
    pub fn interfaces(&self) -> &[nsfixture_plan::Interface] {
        &self.plan().interfaces
    }
}

/// Two handles are equal where they are of the same host of the same network.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.net, &other.net) && self.index == other.index
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (Arc::as_ptr(&self.net), self.index).hash(state);
    }
}

/// Its name.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node").field("name", &self.name()).field("addrs", &self.addrs()).finish()
    }
}
