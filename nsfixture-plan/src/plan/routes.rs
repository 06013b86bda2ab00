//! The routes of each host, as a network engineer would write them.
//!
//! A router has a route to each subnet that it can reach, so that what it cannot reach is told to
//! whoever asks for it, and no packet goes in circles. Any other host has a default route, to the
//! router over which most is reached, and a route of its own to each subnet that is reached over
//! another one.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::graph::{Graph, Way};
use super::{NodePlan, Route};
use crate::addr::{Family, Subnet};

pub(super) fn work_out(nodes: &mut [NodePlan], graph: &Graph) {
    for (place, node) in nodes.iter_mut().enumerate() {
        let ways = graph.ways(place);
        for family in [Family::V4, Family::V6] {
            let to_each = graph.nets.iter().zip(&ways).filter_map(|(net, way)| {
                let way = (*way)?;
                (net.subnet.family() == family).then(|| route(net.subnet, way))
            });
            let to_each: Vec<Route> = to_each.collect();
            let default = if node.forwards { None } else { most_used(&to_each) };
            node.routes.extend(default.map(|via| Route { to: everything(family), ..via }));
            let other = |route: &Route| default.is_none_or(|default| default.via != route.via);
            node.routes.extend(to_each.into_iter().filter(other));
        }
    }
}

fn route(to: Subnet, way: Way) -> Route {
    let Way { from, via, .. } = way;
    Route { to, via, interface: from.interface, source: from.addr.addr() }
}

/// A route over the router over which most routes lead, the first of them if several do.
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
    Subnet::around(any, 0)
}
