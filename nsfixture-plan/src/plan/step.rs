//! One step of a plan.

use super::model::SiteId;
use crate::addr::IfAddr;

/// One step of a [`Plan`](super::Plan).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The site that the step is done in.
    pub site: SiteId,
    /// The operation.
    pub op: Op,
}

/// The operation of a [`Step`]. Interfaces are given by their index in the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Create the site: a host's thread with its namespaces, its view and its baseline of sysctls,
    /// or the network namespace of a switch or of the engine.
    Create,
    /// Bring `lo` up.
    Loopback,
    /// Create the switch's bridge. Its ports forward nothing until it is up.
    Bridge,
    /// Create a plain cable, each end in its own site, and bring the first end up. In a switch that
    /// end becomes a port of the bridge.
    Cable {
        /// The index of the cable in [`Plan::cables`](super::Plan::cables).
        cable: usize,
    },
    /// Create the veth pair between one end of a cable and the engine, as
    /// [`CablePlan::half`](super::CablePlan::half) gives it, and bring its first end up. In a switch
    /// that end becomes a port of the bridge.
    Half {
        /// The index of the cable in [`Plan::cables`](super::Plan::cables).
        cable: usize,
        /// The end of the cable, 0 or 1.
        end: usize,
    },
    /// Keep the kernel from generating the link-local address, which it does asynchronously.
    NoLinkLocal {
        /// The interface.
        interface: usize,
    },
    /// Bring an interface up.
    Up {
        /// The interface.
        interface: usize,
    },
    /// Add an address.
    Address {
        /// The interface.
        interface: usize,
        /// The address.
        addr: IfAddr,
    },
    /// Let the kernel generate the link-local address the next time that the interface comes up.
    LinkLocal {
        /// The interface.
        interface: usize,
    },
    /// Wait until an interface carries packets.
    Ready {
        /// The interface.
        interface: usize,
    },
    /// Route IPv4 multicast (`224.0.0.0/4`) to an interface.
    Multicast {
        /// The interface.
        interface: usize,
    },
    /// Route limited broadcast (`255.255.255.255`) to an interface.
    Broadcast {
        /// The interface.
        interface: usize,
    },
    /// Add a route.
    Route {
        /// The index of the route in [`NodePlan::routes`](super::NodePlan::routes).
        route: usize,
    },
}
