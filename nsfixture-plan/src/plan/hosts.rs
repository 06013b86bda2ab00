//! What `/etc/hosts` says in each host.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::NodePlan;
use super::graph::Graph;
use crate::name::NodeName;

const LOCALHOST: &str = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n";

/// Every host's name with all of its addresses, the nearest first: those that the fewest routers
/// are before.
pub(super) fn write(nodes: &mut [NodePlan], graph: &Graph) {
    // Hosts that are in the same subnets see the others alike, those in none as well.
    let mut seen: HashMap<Vec<usize>, Arc<str>> = HashMap::new();
    let texts: Vec<Arc<str>> = (0..nodes.len())
        .map(|own| {
            let nets: Vec<usize> = graph.attached[own].iter().map(|a| a.net).collect();
            let is_alone = nets.is_empty();
            let others = seen.entry(nets).or_insert_with(|| text(own, nodes, graph).into());
            if is_alone { with_itself(others, &nodes[own].name) } else { Arc::clone(others) }
        })
        .collect();
    for (node, text) in nodes.iter_mut().zip(texts) {
        node.hosts_file = text;
    }
}

fn text(own: usize, nodes: &[NodePlan], graph: &Graph) -> String {
    let ways = graph.ways(own);
    let near: Vec<usize> = graph.attached[own].iter().map(|attachment| attachment.net).collect();
    let distance = |net: usize| match ways[net] {
        _ if near.contains(&net) => 0,
        Some(way) => way.routers,
        None => usize::MAX,
    };
    let mut text = String::from(LOCALHOST);
    for (nth, node) in nodes.iter().enumerate() {
        let mut addrs = graph.attached[nth].clone();
        addrs.sort_by_key(|attachment| distance(attachment.net));
        for attachment in addrs {
            add(&mut text, attachment.addr.addr(), &node.name);
        }
    }
    text
}

/// Nobody else can reach it; to itself it is the loopback.
fn with_itself(others: &str, name: &NodeName) -> Arc<str> {
    let mut text = others.to_owned();
    add(&mut text, Ipv4Addr::LOCALHOST.into(), name);
    add(&mut text, Ipv6Addr::LOCALHOST.into(), name);
    text.into()
}

fn add(text: &mut String, addr: IpAddr, name: &NodeName) {
    use std::fmt::Write as _;
    // Writing to a `String` does not fail.
    let _ = writeln!(text, "{addr} {name}");
}
