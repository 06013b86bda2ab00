//! What is to be made of a topology: names, addresses, routes and the steps, in order.

mod allocate;
mod check;
mod graph;
mod hosts;
mod parts;
mod path;
mod routes;
mod steps;
mod subnets;
#[cfg(test)]
mod tests;

pub use parts::{Interface, LanPlan, LinkPlan, NodePlan, Route, Side, SwitchPlan};
pub use steps::{At, Op, Step};

use crate::problem::Problems;
use crate::topology::Topology;
use allocate::Allocated;
pub(crate) use allocate::MTU as DEFAULT_MTU;
use graph::Graph;

/// What is to be made of a [`Topology`]: it can no longer be wrong, only refused by the kernel.
///
/// The same topology gives the same plan, in every run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The hosts, in the order in which they were first named.
    pub nodes: Vec<NodePlan>,
    /// The switches, one for each LAN.
    pub switches: Vec<SwitchPlan>,
    /// The links, in the order in which they were added.
    pub links: Vec<LinkPlan>,
    /// The LANs, in the order in which they were added.
    pub lans: Vec<LanPlan>,
    /// All that is to be done, in this order.
    pub steps: Vec<Step>,
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
        let Allocated { mut nodes, links, lans, switches, routers, segments } =
            allocate::allocate(checked)?;
        let graph = Graph::new(&nodes, &segments, &routers);
        routes::work_out(&mut nodes, &graph);
        hosts::write(&mut nodes, &graph);
        let steps = steps::order(&nodes, &links, &lans);
        Ok(Self { nodes, switches, links, lans, steps })
    }

    /// The interfaces of a host or of a switch.
    ///
    /// # Panics
    /// If it is not of this plan.
    pub fn interfaces(&self, at: At) -> &[Interface] {
        match at {
            At::Node(node) => &self.nodes[node].interfaces,
            At::Switch(switch) => &self.switches[switch].interfaces,
        }
    }

    /// The interface at one end of a link or of a LAN.
    ///
    /// # Panics
    /// If the side is not of this plan.
    pub fn interface(&self, side: Side) -> &Interface {
        &self.nodes[side.node].interfaces[side.interface]
    }
}
