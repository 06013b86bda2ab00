//! Which addresses each host finds for the name of each other one.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::graph::Graph;
use super::hosts_table::HostsTable;
use super::model::NodePlan;

/// Gives each host a table of all names with all addresses, the nearest first.
pub(super) fn assign(nodes: &mut [NodePlan], graph: &Graph) {
    // Hosts in the same subnets see the others alike, as do those in none.
    let mut seen: HashMap<Vec<usize>, Arc<HostsTable>> = HashMap::new();
    let tables: Vec<Arc<HostsTable>> = (0..nodes.len())
        .map(|own| {
            let nets: Vec<usize> = graph.attached[own].iter().map(|a| a.net).collect();
            let is_alone = nets.is_empty();
            let others = seen.entry(nets).or_insert_with(|| table(own, nodes, graph).into());
            if is_alone { with_itself(others, own, nodes) } else { Arc::clone(others) }
        })
        .collect();
    for (node, table) in nodes.iter_mut().zip(tables) {
        node.hosts = table;
    }
}

fn table(own: usize, nodes: &[NodePlan], graph: &Graph) -> HostsTable {
    let paths = graph.paths(own);
    let near: Vec<usize> = graph.attached[own].iter().map(|attachment| attachment.net).collect();
    let distance = |net: usize| match paths[net] {
        _ if near.contains(&net) => 0,
        Some(path) => path.routers,
        None => usize::MAX,
    };
    let mut table = HostsTable::default();
    for (nth, node) in nodes.iter().enumerate() {
        let mut addrs = graph.attached[nth].clone();
        addrs.sort_by_key(|attachment| distance(attachment.net));
        for attachment in addrs {
            table.add(nth, &node.name, attachment.addr.addr());
        }
    }
    table
}

/// A host without any link reaches itself by its loopback addresses.
fn with_itself(others: &HostsTable, own: usize, nodes: &[NodePlan]) -> Arc<HostsTable> {
    let mut table = others.clone();
    table.add(own, &nodes[own].name, Ipv4Addr::LOCALHOST.into());
    table.add(own, &nodes[own].name, Ipv6Addr::LOCALHOST.into());
    table.into()
}
