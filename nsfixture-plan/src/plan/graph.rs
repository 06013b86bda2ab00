//! Which hosts are in which subnets, and how far it is from one subnet to another.

use std::collections::VecDeque;
use std::net::IpAddr;

use super::{NodePlan, Side};
use crate::addr::{Cidr, Family, Subnet};

/// The network as IP sees it: subnets, link-local ones aside, and the hosts that have an address in
/// each.
pub(super) struct Graph {
    /// Each subnet of each segment.
    pub(super) nets: Vec<Net>,
    /// For each host the subnets in which it is, in the order of its addresses.
    pub(super) attached: Vec<Vec<Attachment>>,
}

pub(super) struct Net {
    pub(super) subnet: Subnet,
    /// The routers in it, in the order in which they were said to be routers.
    routers: Vec<(usize, IpAddr)>,
}

/// That a host is in a subnet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attachment {
    /// The place of the subnet in [`Graph::nets`].
    pub(super) net: usize,
    /// The place of the interface in [`NodePlan::interfaces`].
    pub(super) interface: usize,
    pub(super) addr: Cidr,
}

/// The first step of a shortest way, and how many routers there are on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) from: Attachment,
    pub(super) via: IpAddr,
    pub(super) routers: usize,
}

impl Graph {
    pub(super) fn new(nodes: &[NodePlan], segments: &[Vec<Side>], routers: &[usize]) -> Self {
        let mut graph = Self { nets: Vec::new(), attached: vec![Vec::new(); nodes.len()] };
        for sides in segments {
            let first = graph.nets.len();
            for &Side { node, interface } in sides {
                let addrs = nodes[node].interfaces[interface].addrs.iter();
                for &addr in addrs.filter(|addr| is_routed(addr.addr())) {
                    let of_segment = &graph.nets[first..];
                    let known = of_segment.iter().position(|net| net.subnet == addr.subnet());
                    let net = first + known.unwrap_or(of_segment.len());
                    if known.is_none() {
                        graph.nets.push(Net { subnet: addr.subnet(), routers: Vec::new() });
                    }
                    graph.attached[node].push(Attachment { net, interface, addr });
                }
            }
        }
        for attached in &mut graph.attached {
            attached.sort_by_key(|attachment| attachment.interface);
        }
        for &router in routers {
            for attachment in &graph.attached[router] {
                graph.nets[attachment.net].routers.push((router, attachment.addr.addr()));
            }
        }
        graph
    }

    /// The shortest way from a host to each subnet; `None` for the subnets in which it is, and
    /// for those to which there is no way. Of ways of the same length, it is the one over the
    /// host's first address and the first router.
    pub(super) fn ways(&self, node: usize) -> Vec<Option<Way>> {
        let mut ways: Vec<Option<Way>> = vec![None; self.nets.len()];
        let mut visited = vec![false; self.nets.len()];
        let mut queue = VecDeque::new();
        for attachment in &self.attached[node] {
            if !std::mem::replace(&mut visited[attachment.net], true) {
                queue.push_back(attachment.net);
            }
        }
        while let Some(net) = queue.pop_front() {
            let family = self.family(net);
            for &(router, addr) in self.nets[net].routers.iter().filter(|(other, _)| *other != node)
            {
                let way = match ways[net] {
                    Some(way) => Way { routers: way.routers + 1, ..way },
                    None => Way { from: self.attachment(node, net), via: addr, routers: 1 },
                };
                // A router of one family is none of the other's.
                for beyond in self.attached[router].iter().filter(|a| self.family(a.net) == family)
                {
                    if !std::mem::replace(&mut visited[beyond.net], true) {
                        ways[beyond.net] = Some(way);
                        queue.push_back(beyond.net);
                    }
                }
            }
        }
        ways
    }

    fn family(&self, net: usize) -> Family {
        self.nets[net].subnet.family()
    }

    fn attachment(&self, node: usize, net: usize) -> Attachment {
        let mut attached = self.attached[node].iter();
        *attached.find(|attachment| attachment.net == net).expect("the search begins where it is")
    }
}

/// Whether routers forward what is for an address: not for a link-local one (RFC 4291, section
/// 2.5.6), which says nothing without an interface.
fn is_routed(addr: IpAddr) -> bool {
    !matches!(addr, IpAddr::V6(v6) if v6.is_unicast_link_local())
}
