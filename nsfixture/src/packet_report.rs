//! What a failed test prints of its packets.

use std::sync::Arc;

use crate::packets::{self, Point};
use crate::state::Network;

/// The most lines of the diagram.
const MAX_LINES: usize = 20;

/// Returns the last packets as lines, the first of them a heading; none if nothing was recorded.
pub(crate) fn lines(network: &Network) -> Vec<String> {
    let mut lines = Vec::new();
    let recorded = network.recorded(0);
    let points = network.points();
    let rows = packets::rows(&recorded.records, &points);
    let diagram = packets::text(rows, &hosts(&points), MAX_LINES);
    if !diagram.is_empty() {
        lines.push("nsfixture: the last packets:".to_owned());
        lines.extend(diagram);
    }
    if recorded.missed > 0 {
        let missed = recorded.missed;
        lines.push(format!("nsfixture: {missed} packets were too many to be recorded"));
    }
    if let Some(why) = network.capture.refused() {
        lines.push(format!("nsfixture: packets could not be recorded: {why}"));
    }
    lines
}

/// Returns the hosts, and the LANs, in the order of their points.
fn hosts(points: &[Point]) -> Vec<Arc<str>> {
    let mut hosts: Vec<Arc<str>> = points.iter().map(|point| Arc::clone(&point.host)).collect();
    hosts.dedup();
    hosts
}
