//! The addresses of the hosts that rules name.

use std::net::IpAddr;

use super::model::{CablePlan, Interface, NodePlan};
use crate::impairment::PacketRule;

/// Gives the hosts that the rules of cables name their addresses.
pub(super) fn resolve_all(nodes: &[NodePlan], cables: &mut [CablePlan]) {
    let wires = cables.iter_mut().filter_map(|cable| cable.wire.as_mut());
    let impairments = wires.flat_map(|wire| &mut wire.impairments);
    impairments.for_each(|impairment| resolve(nodes, &mut impairment.rules));
}

/// Gives the hosts that rules name their addresses.
pub(super) fn resolve(nodes: &[NodePlan], rules: &mut [PacketRule]) {
    for host in rules.iter_mut().filter_map(|rule| rule.matcher.host.as_mut()) {
        let node = nodes.iter().find(|node| node.name.as_str() == host.name);
        let interfaces = node.iter().flat_map(|node| &node.interfaces);
        host.addrs = interfaces.flat_map(addrs).collect();
    }
}

fn addrs(interface: &Interface) -> impl Iterator<Item = IpAddr> {
    let given = interface.addrs.iter().map(|addr| addr.addr());
    given.chain([interface.link_local().into()])
}
