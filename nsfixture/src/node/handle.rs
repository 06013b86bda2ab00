//! A host of a network that is up.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use nsfixture_plan::addr::IfAddr;
use nsfixture_plan::{Interface, NodePlan};

use crate::error::{Error, Operation};
use crate::kernel::context::Context;
use crate::kernel::sites::host::Job;
use crate::kernel::sites::namespace::Namespaces;
use crate::panics::Role;
use crate::state::Network;

/// A host of a network that is up.
///
/// This is a handle: cheap to clone, and it can be sent to other threads. It does not keep the network
/// up. Once the network is down, methods return an error or panic, as documented at each.
#[derive(Clone)]
pub struct Node {
    pub(super) network: Arc<Network>,
    pub(super) index: usize,
}

impl Node {
    pub(crate) fn new(network: Arc<Network>, index: usize) -> Self {
        Self { network, index }
    }

    pub(super) fn plan(&self) -> &NodePlan {
        &self.network.plan.nodes[self.index]
    }

    pub(super) fn namespaces(&self) -> Result<Arc<Namespaces>, Error> {
        self.network.namespaces(self.index)
    }

    pub(super) fn context(&self) -> Context<'_> {
        Context::in_host(self.name())
    }

    pub(super) fn error(&self, operation: Operation, subject: &str, errno: i32) -> Error {
        self.context().error(operation, subject, errno, None)
    }

    /// Runs a job on the host's thread.
    pub(crate) fn run_on_host_thread(&self, job: Job) -> Result<(), Error> {
        self.network.run_on_host_thread(self.index, job)
    }

    /// Makes the calling thread, which is in the host, one whose panics are the host's.
    pub(crate) fn adopt_this_thread(&self, role: Role) {
        self.network.panics.adopt_this_thread(self.index, role);
    }

    /// Returns the name of the host.
    pub fn name(&self) -> &str {
        self.plan().name.as_str()
    }

    /// Returns the first IPv4 address.
    ///
    /// # Panics
    /// Panics if the host has none. [`addrs`](Self::addrs) lists all addresses.
    #[track_caller]
    pub fn ipv4(&self) -> Ipv4Addr {
        let first = self.addrs().into_iter().find_map(|addr| match addr {
            IpAddr::V4(v4) => Some(v4),
            IpAddr::V6(_) => None,
        });
        first.unwrap_or_else(|| panic!("host `{}` has no IPv4 address", self.name()))
    }

    /// Returns the first IPv6 address that is not link-local.
    ///
    /// # Panics
    /// Panics if the host has none. [`addrs`](Self::addrs) lists all addresses.
    #[track_caller]
    pub fn ipv6(&self) -> Ipv6Addr {
        let first = self.addrs().into_iter().find_map(|addr| match addr {
            IpAddr::V4(_) => None,
            IpAddr::V6(v6) => Some(v6),
        });
        first.unwrap_or_else(|| panic!("host `{}` has no IPv6 address", self.name()))
    }

    /// Returns the addresses of the topology, in the order of the interfaces, without loopback and
    /// link-local ones.
    pub fn addrs(&self) -> Vec<IpAddr> {
        self.plan().addrs().map(IfAddr::addr).collect()
    }

    /// Returns the interfaces of the topology except `lo`, in the order of their links and LANs.
    pub fn interfaces(&self) -> &[Interface] {
        &self.plan().interfaces
    }
}

/// Handles are equal if they refer to the same host of the same network.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.network, &other.network) && self.index == other.index
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (Arc::as_ptr(&self.network), self.index).hash(state);
    }
}

/// Prints the name.
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
