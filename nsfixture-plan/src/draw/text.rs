//! Pictures for a terminal.

use super::segments::{Segment, marked, segments};
use super::table::{Lines, WIDTH, branch, stops, width};
use crate::plan::{HostEnd, NodePlan, Plan};
use crate::topology::SegmentKind;

/// The maximum number of columns for names: after longer ones, the rest of the line moves right.
const NAMES: usize = 24;
/// The indentation of lines that continue another.
const INDENT: &str = "    ";

pub(super) fn draw(plan: &Plan) -> String {
    let segments = segments(plan);
    let (mut blocks, mut lines) = (Vec::new(), String::new());
    for segment in &segments {
        match line(plan, segment) {
            Some(line) => lines.push_str(&line),
            None => blocks.push(tree(plan, segment)),
        }
    }
    blocks.push(lines);
    blocks.push(alone(plan));
    blocks.extend(plan.nodes.iter().filter(|node| node.forwards).map(routes));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n")
}

/// Draws a link from left to right, with a line for each pair of addresses. Returns `None` for a LAN,
/// and if the terminal is not wide enough.
fn line(plan: &Plan, segment: &Segment<'_>) -> Option<String> {
    let (SegmentKind::Link, &[a, b]) = (segment.kind, &segment.ends[..]) else { return None };
    let end = |side: HostEnd| {
        (marked(&plan.nodes[side.node]), plan.interface(side).name.as_str(), addrs(plan, side))
    };
    let ((a, a_port, a_addrs), (b, b_port, b_addrs)) = (end(a), end(b));
    let cable = format!(" ── {} ── ", segment.with_notes(segment.name));
    let widest = |addrs: &[String]| addrs.iter().map(|addr| width(addr)).max().unwrap_or_default();
    let (a_widest, b_widest) = (widest(&a_addrs), widest(&b_addrs));

    let mut text = String::new();
    for nth in 0..a_addrs.len().max(b_addrs.len()).max(1) {
        let addr = |addrs: &[String]| addrs.get(nth).cloned().unwrap_or_default();
        let (left, right) = (addr(&a_addrs), addr(&b_addrs));
        let line = if nth == 0 {
            format!("{a} {a_port} {left:<a_widest$}{cable}{right:<b_widest$} {b_port} {b}")
        } else {
            let (indent, gap) = (width(&a) + width(a_port) + 2, width(&cable));
            format!("{:indent$}{left:<a_widest$}{:gap$}{right}", "", "")
        };
        if width(line.trim_end()) > WIDTH {
            return None;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    Some(text)
}

/// Draws a LAN or a link with its hosts below it.
fn tree(plan: &Plan, segment: &Segment<'_>) -> String {
    let mut head =
        Lines::new("", INDENT).begin(&format!("{} {}", segment.kind.key(), segment.name));
    for note in segment.subnets.iter().map(ToString::to_string).chain(segment.notes()) {
        // Too long for a line of its own, it is continued on the next one.
        let is_long = INDENT.len() + width(&note) > WIDTH;
        let parts = if is_long { note.split_inclusive(", ").collect() } else { vec![&note[..]] };
        for part in parts {
            head = head.word(0, INDENT.len(), part.trim_end());
        }
    }
    let mut text = head.end();

    let names: Vec<String> = segment.ends.iter().map(|end| marked(&plan.nodes[end.node])).collect();
    let ports: Vec<&str> =
        segment.ends.iter().map(|&end| plan.interface(end).name.as_str()).collect();
    let rows: Vec<Vec<String>> = segment.ends.iter().map(|&end| addrs(plan, end)).collect();
    let widest = names.iter().map(|name| width(name)).max().unwrap_or_default().min(NAMES);
    let port_at = width("├─ ") + widest + 2;
    let addr_at = port_at + ports.iter().map(|port| width(port)).max().unwrap_or_default() + 2;
    let stops = stops(addr_at, &rows);
    for (nth, ((name, port), addrs)) in names.iter().zip(ports).zip(&rows).enumerate() {
        let mut row = branch(nth + 1 == names.len()).begin(name).word(port_at, port_at, port);
        for (nth, addr) in addrs.iter().enumerate() {
            row = match nth.checked_rem(stops.len()) {
                Some(0) if nth > 0 => row.word(WIDTH, addr_at, addr),
                Some(place) => row.word(stops[place], addr_at, addr),
                None => row.word(addr_at, addr_at, addr),
            };
        }
        text.push_str(&row.end());
    }
    text
}

/// Lists the hosts without links and LANs.
fn alone(plan: &Plan) -> String {
    let mut alone = plan.nodes.iter().filter(|node| node.interfaces.is_empty()).peekable();
    if alone.peek().is_none() {
        return String::new();
    }
    let lines = Lines::new("", INDENT).begin("alone");
    alone.fold(lines, |lines, node| lines.word(0, INDENT.len(), &marked(node))).end()
}

/// Lists the routes of a router.
fn routes(router: &NodePlan) -> String {
    if router.routes.is_empty() {
        return String::new();
    }
    let mut text = format!("routes of {}\n", router.name);
    let targets: Vec<String> = router.routes.iter().map(|route| route.to.to_string()).collect();
    let via_at = 3 + targets.iter().map(|to| width(to)).max().unwrap_or_default() + 2;
    for (nth, (route, to)) in router.routes.iter().zip(&targets).enumerate() {
        let row = branch(nth + 1 == targets.len()).begin(to);
        text.push_str(&row.word(via_at, 3, &format!("via {}", route.via)).end());
    }
    text
}

fn addrs(plan: &Plan, side: HostEnd) -> Vec<String> {
    plan.interface(side).addrs.iter().map(ToString::to_string).collect()
}
