//! The ways that packets and their answers take.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use nsfixture_plan::NodePlan;

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::list;

/// Answers from another address than the one that was asked.
pub(super) fn other_source(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    for [there, back] in exchanges(&ways(evidence)) {
        let ([_, asked], [answered, _]) = (there.addrs, back.addrs);
        let (host, port) = there.to;
        if asked != answered && told.insert((asked, answered, port)) {
            let asked = SocketAddr::new(asked, port);
            let sentence = format!("replies from {answered} to what was sent to {asked}");
            found.push(Finding { place: host.to_owned(), sentence });
        }
    }
}

/// Two hosts whose packets to each other pass through different routers.
pub(super) fn asymmetric(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    for [there, back] in exchanges(&ways(evidence)) {
        let ((from, _), (to, _)) = (there.from, there.to);
        // Each pair of hosts once.
        if there.routers != back.routers && told.insert([from.min(to), from.max(to)]) {
            let sentence = format!(
                "packets to `{to}` pass through {}, those back through {}",
                names(&there.routers),
                names(&back.routers)
            );
            found.push(Finding { place: from.to_owned(), sentence });
        }
    }
}

/// A host and a port.
type End<'a> = (&'a str, u16);

/// The way of the packets from one end to another.
struct Way<'a> {
    /// The place of the first packet among all.
    first: usize,
    from: End<'a>,
    to: End<'a>,
    /// The source and the destination of the first packet.
    addrs: [IpAddr; 2],
    /// The routers at which packets have arrived.
    routers: BTreeSet<&'a str>,
}

/// Returns the ways of UDP and TCP packets, by the protocol and the ends.
fn ways<'a>(evidence: &Evidence<'a>) -> BTreeMap<(u8, [End<'a>; 2]), Way<'a>> {
    let mut ways = BTreeMap::new();
    // Thousands of packets are of few flows, and finding hosts takes time in a large network.
    let mut seen = BTreeSet::new();
    for (first, record) in evidence.packets.iter().enumerate() {
        let view = record.view();
        let (Some(protocol), Some(source), Some(destination)) =
            (view.protocol(), view.source(), view.destination())
        else {
            continue;
        };
        let ports = [view.source_port(), view.destination_port()];
        if !seen.insert((record.at, protocol, source, destination, ports)) {
            continue;
        }
        let hosts = [source, destination].map(|addr| evidence.owner(addr));
        let ([Some(sender), Some(receiver)], [Some(from), Some(to)]) = (hosts, ports) else {
            continue;
        };
        let (from, to) = ((sender.name.as_str(), from), (receiver.name.as_str(), to));
        let new =
            || Way { first, from, to, addrs: [source, destination], routers: BTreeSet::new() };
        let way = ways.entry((protocol, [from, to])).or_insert_with(new);
        let between = |node: &&NodePlan| node.forwards && *node != receiver;
        way.routers
            .extend(evidence.receiver(record).filter(between).map(|node| node.name.as_str()));
    }
    ways
}

/// Returns the ways that have a way back, each with that, in the order of their first packets. What came first was asked.
fn exchanges<'w, 'a>(ways: &'w BTreeMap<(u8, [End<'a>; 2]), Way<'a>>) -> Vec<[&'w Way<'a>; 2]> {
    let pairs = ways.iter().filter_map(|(&(protocol, [from, to]), there)| {
        let back = ways.get(&(protocol, [to, from]))?;
        (there.first < back.first).then_some([there, back])
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_by_key(|[there, _]| there.first);
    pairs
}

fn names(routers: &BTreeSet<&str>) -> String {
    let names: Vec<String> = routers.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "no router".to_owned() } else { list(&names) }
}
