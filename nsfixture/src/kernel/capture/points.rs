//! Where packets arrive, as numbers: the interfaces of all hosts, then the switches.

use nsfixture_plan::{CableEnd, Plan, SiteId};

/// The numbers of the points of a network.
pub(crate) struct Points {
    /// The number of the first interface of each host.
    first: Vec<usize>,
    /// The number of the first switch.
    switches: usize,
}

impl Points {
    pub(crate) fn of(plan: &Plan) -> Self {
        let mut switches = 0;
        let mut first = Vec::with_capacity(plan.nodes.len());
        for node in &plan.nodes {
            first.push(switches);
            switches += node.interfaces.len();
        }
        Self { first, switches }
    }

    /// Returns the number of the point at which packets arrive that reach an end of a cable.
    pub(crate) fn at(&self, end: CableEnd) -> usize {
        match end.site {
            SiteId::Node(node) => self.first[node] + end.interface,
            SiteId::Switch(switch) => self.switches + switch,
            // Its ports are no ends of cables.
            SiteId::Engine => unreachable!("a cable ends in a host or a switch"),
        }
    }
}
