//! The routes of each host, as a network engineer would write them.
//!
//! A router has a route to each subnet that it can reach and no default route, so that it reports
//! unreachable destinations to the sender and no packet loops. Any other host has a default route to
//! the router through which it reaches the most subnets, and a specific route to each subnet that it
//! reaches through another one. A host without a default route for IPv4 sends multicast and limited
//! broadcast through its first interface, like a machine with one network card; IPv6 has such a route on
//! each interface by itself.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::graph::{Graph, Path};
use super::model::{Interface, NodePlan, Route};
use crate::addr::{Family, Subnet};

pub(super) fn compute(nodes: &mut [NodePlan], graph: &Graph) {
    for (place, node) in nodes.iter_mut().enumerate() {
        let paths = graph.paths(place);
        for family in [Family::V4, Family::V6] {
            let to_each = graph.nets.iter().zip(&paths).filter_map(|(net, path)| {
                let path = (*path)?;
                (net.subnet.family() == family).then(|| route(net.subnet, path))
            });
            let to_each: Vec<Route> = to_each.collect();
            let default = if node.forwards { None } else { most_used(&to_each) };
            node.routes.extend(default.map(|via| Route { to: everything(family), ..via }));
            let other = |route: &Route| default.is_none_or(|default| default.via != route.via);
            node.routes.extend(to_each.into_iter().filter(other));
            if family == Family::V4 && default.is_none() {
                node.group_interface = first_of(node, family);
            }
        }
    }
}

/// Returns the index of the first interface with an address of this family.
fn first_of(node: &NodePlan, family: Family) -> Option<usize> {
    let has_some = |interface: &Interface| interface.addrs.iter().any(|a| a.family() == family);
    node.interfaces.iter().position(has_some)
}

fn route(to: Subnet, path: Path) -> Route {
    let Path { from, via, .. } = path;
    Route { to, via, interface: from.interface, source: from.addr.addr() }
}

/// Returns a route through the router that most routes use, the first one of several.
fn most_used(routes: &[Route]) -> Option<Route> {
    let mut uses: HashMap<IpAddr, usize> = HashMap::new();
    for route in routes {
        *uses.entry(route.via).or_default() += 1;
    }
    // `max_by_key` would take the last.
    routes.iter().rev().max_by_key(|route| uses[&route.via]).copied()
}

fn everything(family: Family) -> Subnet {
    let any: IpAddr = match family {
        Family::V4 => Ipv4Addr::UNSPECIFIED.into(),
        Family::V6 => Ipv6Addr::UNSPECIFIED.into(),
    };
    Subnet::containing(any, 0)
}
