//! The links of a plan, and which hosts they let reach each other over IP: computed here
//! again, by other means than the plan's own.

use std::net::IpAddr;

use nsfixture_plan::addr::{IfAddr, Subnet};
use nsfixture_plan::{HostEnd, Plan};

/// Hosts, and the subnets in which they are.
pub(super) struct Wires<'p> {
    pub(super) plan: &'p Plan,
    /// Who is in each subnet of each segment: host, interface, address.
    pub(super) subnets: Vec<(Subnet, Vec<(HostEnd, IfAddr)>)>,
}

/// The ends of each segment, links first.
pub(super) fn segments(plan: &Plan) -> impl Iterator<Item = Vec<HostEnd>> {
    let links = plan.links.iter().map(|link| plan.link_ends(link).to_vec());
    links.chain(plan.lans.iter().map(|lan| plan.lan_ends(lan)))
}

impl<'p> Wires<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        let mut subnets: Vec<(Subnet, Vec<(HostEnd, IfAddr)>)> = Vec::new();
        for ends in segments(plan) {
            let first = subnets.len();
            for side in ends {
                for &addr in &plan.interface(side).addrs {
                    let known = subnets[first..].iter_mut().find(|(own, _)| *own == addr.subnet());
                    match known {
                        Some((_, members)) => members.push((side, addr)),
                        None => subnets.push((addr.subnet(), vec![(side, addr)])),
                    }
                }
            }
        }
        Self { plan, subnets }
    }

    /// How many routers there are at least between a host and each subnet; `None` where there is
    /// no way. Done in rounds over all routers, until nothing changes.
    pub(super) fn distances(&self, from: usize) -> Vec<Option<usize>> {
        let is_in =
            |node: usize, nth: usize| self.subnets[nth].1.iter().any(|(side, _)| side.node == node);
        let all = 0..self.subnets.len();
        let mut found: Vec<Option<usize>> =
            all.clone().map(|nth| is_in(from, nth).then_some(0)).collect();
        loop {
            let before = found.clone();
            for router in (0..self.plan.nodes.len()).filter(|&node| self.plan.nodes[node].forwards)
            {
                for family in [true, false] {
                    let own = all.clone().filter(|&nth| {
                        self.subnets[nth].0.network().is_ipv4() == family && is_in(router, nth)
                    });
                    let Some(near) = own.clone().filter_map(|nth| before[nth]).min() else {
                        continue;
                    };
                    for nth in own {
                        found[nth] = Some(found[nth].map_or(near + 1, |old| old.min(near + 1)));
                    }
                }
            }
            if found == before {
                return found;
            }
        }
    }

    /// Each address of the network, with its host and the place of its subnet.
    pub(super) fn addrs(&self) -> impl Iterator<Item = (usize, IpAddr, usize)> {
        self.subnets.iter().enumerate().flat_map(|(nth, (_, members))| {
            members.iter().map(move |(side, addr)| (side.node, addr.addr(), nth))
        })
    }
}
