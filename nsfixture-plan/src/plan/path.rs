//! The way that packets take by the routes of a plan.

use std::net::IpAddr;

use super::{NodePlan, Plan, Side};
use crate::addr::{Cidr, Subnet};

impl Plan {
    /// The hosts that a packet from a host to an address passes, both included, by their places in
    /// [`nodes`](Self::nodes); `None` if it does not get there.
    ///
    /// # Panics
    /// If the host is not of this plan.
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

    /// Whether a packet from a host to an address gets there, and the answer comes back.
    ///
    /// # Panics
    /// As [`path`](Self::path).
    pub fn reaches(&self, from: usize, to: IpAddr) -> bool {
        let Some(path) = self.path(from, to) else { return false };
        let there = path[path.len() - 1];
        self.source(from, to).is_none_or(|source| self.path(there, source).is_some())
    }

    /// The address that a packet from a host to an address is sent from, unless it is its own.
    fn source(&self, from: usize, to: IpAddr) -> Option<IpAddr> {
        let node = &self.nodes[from];
        if has(node, to) {
            return None;
        }
        let near = node.addrs().find(|addr| addr.subnet().contains(to));
        near.map(Cidr::addr).or_else(|| best(node, to).map(|route| route.source))
    }

    fn next_hop(&self, from: usize, to: IpAddr) -> Option<Side> {
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
        let ends = self.beside(Side { node: from, interface });
        let holds = |side: &&Side| self.interface(**side).addrs.iter().any(|a| a.addr() == hop);
        ends.iter().find(holds).copied()
    }

    /// The ends of the link or LAN at one of its ends.
    fn beside(&self, side: Side) -> &[Side] {
        let links = self.links.iter().map(|link| &link.ends[..]);
        let mut all = links.chain(self.lans.iter().map(|lan| &lan.ends[..]));
        all.find(|ends| ends.contains(&side)).unwrap_or_default()
    }
}

fn has(node: &NodePlan, addr: IpAddr) -> bool {
    node.addrs().any(|own| own.addr() == addr)
}

fn best(node: &NodePlan, to: IpAddr) -> Option<&super::Route> {
    let fitting = node.routes.iter().filter(|route| route.to.contains(to));
    fitting.max_by_key(|route| route.to.prefix())
}
