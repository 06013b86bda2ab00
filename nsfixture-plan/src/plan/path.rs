//! The path of a packet according to the routes of a plan.

use std::net::IpAddr;

use super::Plan;
use super::model::{HostEnd, NodePlan, Route};
use crate::addr::{IfAddr, Subnet};

impl Plan {
    /// Returns the hosts on the path from a host to an address, both included, as indices into
    /// [`nodes`](Self::nodes); `None` if the address cannot be reached.
    ///
    /// # Panics
    /// Panics if the host is not part of this plan.
    pub fn path(&self, from: usize, to: IpAddr) -> Option<Vec<usize>> {
        let mut path = vec![from];
        loop {
            let here = path[path.len() - 1];
            if has(&self.nodes[here], to) {
                return Some(path);
            }
            if (here != from && !self.nodes[here].forwards) || path.len() > self.nodes.len() {
                return None;
            }
            let hop = self.next_hop(here, to)?;
            path.push(hop.node);
        }
    }

    /// Returns true if a packet from a host reaches an address and the reply comes back.
    ///
    /// # Panics
    /// Panics if the host is not part of this plan.
    pub fn reaches(&self, from: usize, to: IpAddr) -> bool {
        let Some(path) = self.path(from, to) else { return false };
        let there = path[path.len() - 1];
        self.source(from, to).is_none_or(|source| self.path(there, source).is_some())
    }

    /// Returns the source address of a packet from a host to an address, unless it is its own.
    fn source(&self, from: usize, to: IpAddr) -> Option<IpAddr> {
        let node = &self.nodes[from];
        if has(node, to) {
            return None;
        }
        let near = node.addrs().find(|addr| addr.subnet().contains(to));
        near.map(IfAddr::addr).or_else(|| best(node, to).map(|route| route.source))
    }

    fn next_hop(&self, from: usize, to: IpAddr) -> Option<HostEnd> {
        let node = &self.nodes[from];
        let is_near = |addr| Subnet::contains(addr, to);
        let near = node
            .interfaces
            .iter()
            .position(|interface| interface.addrs.iter().any(|addr| is_near(addr.subnet())));
        let (interface, hop) = match near {
            Some(interface) => (interface, to),
            None => best(node, to).map(|route| (route.interface, route.via))?,
        };
        let end = HostEnd { node: from, interface };
        let holds = |end: &HostEnd| self.interface(*end).addrs.iter().any(|a| a.addr() == hop);
        self.neighbours(end).into_iter().find(holds)
    }

    /// Returns the hosts' ends of the link or LAN that an end belongs to.
    fn neighbours(&self, end: HostEnd) -> Vec<HostEnd> {
        let links = self.links.iter().map(|link| self.link_ends(link).to_vec());
        let mut segments = links.chain(self.lans.iter().map(|lan| self.lan_ends(lan)));
        segments.find(|ends| ends.contains(&end)).unwrap_or_default()
    }
}

fn has(node: &NodePlan, addr: IpAddr) -> bool {
    node.addrs().any(|own| own.addr() == addr)
}

fn best(node: &NodePlan, to: IpAddr) -> Option<&Route> {
    let fitting = node.routes.iter().filter(|route| route.to.contains(to));
    fitting.max_by_key(|route| route.to.prefix_len())
}
