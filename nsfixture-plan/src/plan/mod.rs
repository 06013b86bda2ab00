//! What is to be made of a topology: names, addresses and the steps, in order.

mod allocate;
mod check;
mod hosts;
mod steps;
#[cfg(test)]
mod tests;

use std::net::Ipv6Addr;

use crate::addr::Cidr;
use crate::name::{IfName, NodeName};
use crate::problem::Problems;
use crate::topology::Topology;

/// What is to be made of a [`Topology`]: it can no longer be wrong, only refused by the kernel.
///
/// The same topology gives the same plan, in every run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The hosts, in the order in which they were first named.
    pub nodes: Vec<NodePlan>,
    /// The links, in the order in which they were added.
    pub links: Vec<LinkPlan>,
    /// All that is to be done, in this order.
    pub steps: Vec<Step>,
}

/// A host to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodePlan {
    /// Its name.
    pub name: NodeName,
    /// Its interfaces beside the loopback one, in the order of their links.
    pub interfaces: Vec<Interface>,
    /// What its `/etc/hosts` is to say.
    pub hosts_file: String,
}

impl NodePlan {
    /// All of its addresses beside the loopback ones, in the order of its interfaces.
    pub fn addrs(&self) -> impl Iterator<Item = Cidr> {
        self.interfaces.iter().flat_map(|interface| interface.addrs.iter().copied())
    }
}

/// An interface of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Its name: `eth0`, `eth1`, ...
    pub name: IfName,
    /// Its index, which no other interface of the network has: a veth whose ends have the same
    /// one is noticed by the kernel's link watch a second late (`net/core/link_watch.c`).
    pub index: u32,
    /// Its hardware address, a locally administered one.
    pub mac: [u8; 6],
    /// The largest packet that it sends, in bytes.
    pub mtu: u32,
    /// Its addresses, link-local ones aside.
    pub addrs: Vec<Cidr>,
}

impl Interface {
    /// Its IPv6 link-local address: the one that the kernel makes of the hardware address
    /// (RFC 4291, appendix A).
    pub fn link_local(&self) -> Ipv6Addr {
        let mac = self.mac;
        let pair = |high: u8, low: u8| u16::from_be_bytes([high, low]);
        let [first, second] = [pair(mac[0] ^ 2, mac[1]), pair(mac[2], 0xff)];
        let [third, fourth] = [pair(0xfe, mac[3]), pair(mac[4], mac[5])];
        Ipv6Addr::new(0xfe80, 0, 0, 0, first, second, third, fourth)
    }

    /// Whether it is to speak IPv6, which takes an MTU of 1280 (RFC 8200, section 5).
    pub fn speaks_ipv6(&self) -> bool {
        self.mtu >= 1280
    }
}

/// A veth pair to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPlan {
    /// Its name, if it was given one.
    pub name: Option<String>,
    /// Where its ends are.
    pub ends: [Side; 2],
}

/// Where an end of a link is: [`Plan::interface`] finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The place of the host in [`Plan::nodes`].
    pub node: usize,
    /// The place of the interface in [`NodePlan::interfaces`].
    pub interface: usize,
}

/// Something to be done in a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The place of the host in [`Plan::nodes`].
    pub node: usize,
    /// What to do.
    pub op: Op,
}

/// What a [`Step`] does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Make the host: a thread with its namespaces, its view and its baseline of sysctls.
    Host,
    /// Bring `lo` up.
    Loopback,
    /// Make a link's two ends, each where it belongs, and bring the first up.
    Veth {
        /// The place of the link in [`Plan::links`].
        link: usize,
    },
    /// Keep the kernel from making the link-local address, which it does asynchronously.
    NoLinkLocal {
        /// The place of the interface in [`NodePlan::interfaces`].
        interface: usize,
    },
    /// Bring an interface up.
    Up {
        /// The place of the interface in [`NodePlan::interfaces`].
        interface: usize,
    },
    /// Add an address.
    Address {
        /// The place of the interface in [`NodePlan::interfaces`].
        interface: usize,
        /// The address.
        addr: Cidr,
    },
    /// Let the kernel make the link-local address when the interface comes up the next time.
    LinkLocal {
        /// The place of the interface in [`NodePlan::interfaces`].
        interface: usize,
    },
    /// Wait until an interface carries packets.
    Ready {
        /// The place of the interface in [`NodePlan::interfaces`].
        interface: usize,
    },
}

impl Plan {
    /// Works out what is to be made of a topology.
    ///
    /// # Errors
    /// All that is wrong with the topology.
    ///
    /// ```
    /// use nsfixture_plan::{Plan, Topology};
    ///
    /// let plan = Plan::new(&Topology::new().link(("client", "server")))?;
    /// let server = &plan.nodes[1];
    /// let addrs: Vec<String> = server.addrs().map(|addr| addr.to_string()).collect();
    /// assert_eq!(addrs, ["10.0.0.2/24", "fd00:0:0:1::2/64"]);
    ///
    /// let wrong = Plan::new(&Topology::new().link((("a", "10.0.0.1"), "b"))).unwrap_err();
    /// assert!(wrong.to_string().contains("write `10.0.0.1/24`"));
    /// # Ok::<(), nsfixture_plan::Problems>(())
    /// ```
    pub fn new(topology: &Topology) -> Result<Self, Problems> {
        let checked = check::check(topology)?;
        let (mut nodes, links) = allocate::allocate(checked)?;
        hosts::write(&mut nodes);
        let steps = steps::order(&nodes, &links);
        Ok(Self { nodes, links, steps })
    }

    /// The interface at one end of a link.
    ///
    /// # Panics
    /// If the side is not of this plan.
    pub fn interface(&self, side: Side) -> &Interface {
        &self.nodes[side.node].interfaces[side.interface]
    }
}
