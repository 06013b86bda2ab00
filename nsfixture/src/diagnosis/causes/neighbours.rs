//! Neighbours that do not tell their hardware address.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::host_state::{Neighbour, Reachability};

/// Nobody has answered ARP or neighbour discovery.
pub(super) fn silent(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let is_silent = |each: &&Neighbour| {
            each.reachability == Reachability::Failed
                // One request is on its way.
                || each.reachability == Reachability::Incomplete && each.probes > 1
        };
        for neighbour in state.neighbours.iter().filter(is_silent) {
            let addr = neighbour.addr;
            let question = if addr.is_ipv4() { "ARP" } else { "neighbour discovery" };
            let whose = match evidence.owner(addr) {
                Some(node) => format!("the address of `{}`", node.name),
                None => "which no host of the topology has".to_owned(),
            };
            let interface = state.interface_name(neighbour.interface);
            let sentence = format!("no answer to {question} on {interface} for {addr}, {whose}");
            found.push(evidence.finding(state, sentence));
        }
    }
}
