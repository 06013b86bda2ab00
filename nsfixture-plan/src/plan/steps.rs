//! What is done when.

use std::collections::HashSet;

use super::{Interface, LinkPlan, NodePlan, Op, Side, Step};
use crate::addr::Cidr;

/// First all hosts, then all links, then the confirmation that every interface carries packets.
///
/// What is done in one host stands together where the order allows it, for such steps go to the
/// kernel in one message.
pub(super) fn order(nodes: &[NodePlan], links: &[LinkPlan]) -> Vec<Step> {
    let firsts: HashSet<(usize, usize)> =
        links.iter().map(|link| (link.ends[0].node, link.ends[0].interface)).collect();
    let mut made_by = vec![Vec::new(); nodes.len()];
    for (nth, link) in links.iter().enumerate() {
        made_by[link.ends[0].node].push(nth);
    }

    let mut steps: Vec<Step> = (0..nodes.len()).map(|node| Step { node, op: Op::Host }).collect();
    for (node, links) in made_by.iter().enumerate() {
        steps.push(Step { node, op: Op::Loopback });
        steps.extend(links.iter().map(|&link| Step { node, op: Op::Veth { link } }));
        for (side, interface) in sides(nodes, node) {
            if firsts.contains(&(side.node, side.interface)) {
                no_link_local(side, interface, &mut steps);
                address(side, interface, &mut steps);
            }
        }
    }
    for node in 0..nodes.len() {
        for (side, interface) in sides(nodes, node) {
            if !firsts.contains(&(side.node, side.interface)) {
                // An address that is added to an interface that is down is taken up twice.
                no_link_local(side, interface, &mut steps);
                steps.push(Step { node, op: Op::Up { interface: side.interface } });
                address(side, interface, &mut steps);
            }
        }
    }
    for node in 0..nodes.len() {
        for (Side { interface: place, .. }, interface) in sides(nodes, node) {
            if interface.speaks_ipv6() {
                steps.push(Step { node, op: Op::LinkLocal { interface: place } });
            }
            steps.push(Step { node, op: Op::Ready { interface: place } });
        }
    }
    steps
}

fn sides(nodes: &[NodePlan], node: usize) -> impl Iterator<Item = (Side, &Interface)> {
    let interfaces = nodes[node].interfaces.iter().enumerate();
    interfaces.map(move |(interface, plan)| (Side { node, interface }, plan))
}

fn no_link_local(side: Side, interface: &Interface, steps: &mut Vec<Step>) {
    let Side { node, interface: place } = side;
    if interface.speaks_ipv6() {
        steps.push(Step { node, op: Op::NoLinkLocal { interface: place } });
    }
}

fn address(side: Side, interface: &Interface, steps: &mut Vec<Step>) {
    let Side { node, interface: place } = side;
    let mut add = |addr| steps.push(Step { node, op: Op::Address { interface: place, addr } });
    interface.addrs.iter().copied().for_each(&mut add);
    if interface.speaks_ipv6() {
        add(Cidr::new(interface.link_local().into(), 64).expect("link-local is unicast"));
    }
}
