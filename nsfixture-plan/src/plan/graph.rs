//! Which hosts are in which subnets, and the shortest paths between subnets.

use std::collections::VecDeque;
use std::net::IpAddr;

use super::model::{HostEnd, NodePlan};
use crate::addr::{Family, IfAddr, Subnet};

/// The network as IP sees it: subnets, except link-local ones, and the hosts with an address in
/// each.
pub(super) struct Graph {
    /// Each subnet of each segment.
    pub(super) nets: Vec<RoutedSubnet>,
    /// The subnets that each host is in, in the order of its addresses.
    pub(super) attached: Vec<Vec<Attachment>>,
}

pub(super) struct RoutedSubnet {
    pub(super) subnet: Subnet,
    /// The routers in it, in the order in which the topology lists them.
    routers: Vec<(usize, IpAddr)>,
}

/// The membership of a host in a subnet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attachment {
    /// The index of the subnet in [`Graph::nets`].
    pub(super) net: usize,
    /// The index of the interface in [`NodePlan::interfaces`].
    pub(super) interface: usize,
    pub(super) addr: IfAddr,
}

/// The first hop of a shortest path, and the number of routers on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Path {
    pub(super) from: Attachment,
    pub(super) via: IpAddr,
    pub(super) routers: usize,
}

impl Graph {
    pub(super) fn new(nodes: &[NodePlan], segments: &[Vec<HostEnd>], routers: &[usize]) -> Self {
        let mut graph = Self { nets: Vec::new(), attached: vec![Vec::new(); nodes.len()] };
        for ends in segments {
            let first = graph.nets.len();
            for &HostEnd { node, interface } in ends {
                let addrs = nodes[node].interfaces[interface].addrs.iter();
                for &addr in addrs.filter(|addr| is_routed(addr.addr())) {
                    let of_segment = &graph.nets[first..];
                    let known = of_segment.iter().position(|net| net.subnet == addr.subnet());
                    let net = first + known.unwrap_or(of_segment.len());
                    if known.is_none() {
                        graph
                            .nets
                            .push(RoutedSubnet { subnet: addr.subnet(), routers: Vec::new() });
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

    /// Returns the shortest path from a host to each subnet; `None` for the subnets that it is in
    /// and for those that it cannot reach. Of paths of the same length it is the one through the
    /// host's first address and the first router.
    pub(super) fn paths(&self, node: usize) -> Vec<Option<Path>> {
        let mut paths: Vec<Option<Path>> = vec![None; self.nets.len()];
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
                let path = match paths[net] {
                    Some(path) => Path { routers: path.routers + 1, ..path },
                    None => Path { from: self.attachment(node, net), via: addr, routers: 1 },
                };
                // A subnet of one family leads to no subnet of the other.
                for beyond in self.attached[router].iter().filter(|a| self.family(a.net) == family)
                {
                    if !std::mem::replace(&mut visited[beyond.net], true) {
                        paths[beyond.net] = Some(path);
                        queue.push_back(beyond.net);
                    }
                }
            }
        }
        paths
    }

    fn family(&self, net: usize) -> Family {
        self.nets[net].subnet.family()
    }

    fn attachment(&self, node: usize, net: usize) -> Attachment {
        let mut attached = self.attached[node].iter();
        *attached
            .find(|attachment| attachment.net == net)
            .expect("the search starts in its own subnets")
    }
}

/// Returns true unless the address is link-local, which routers do not forward (RFC 4291, section
/// 2.5.6).
fn is_routed(addr: IpAddr) -> bool {
    !matches!(addr, IpAddr::V6(v6) if v6.is_unicast_link_local())
}
