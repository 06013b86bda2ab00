//! As an SVG document. Where things stand is worked out by a layout library; what they look like is
//! said here.
//!
//! An edge changes its height between two columns only, and what is joined is in columns side by
//! side: no edge runs through a box.

mod boxes;
mod canvas;
mod content;
mod edges;
mod layout;

use boxes::Boxes;
use canvas::Canvas;
use edges::edges;

use super::columns::columns;
use super::segments::{Segment, segments};
use crate::plan::{NodePlan, Plan};
use crate::topology::SegmentKind;

/// The most hosts that are drawn around their LAN; more of them are drawn in it.
const AROUND: usize = 8;
/// The blank border of the picture.
const MARGIN: f64 = 20.0;

pub(super) fn draw(plan: &Plan) -> String {
    let segments = segments(plan);
    let inside = inside(plan, &segments);
    let columns = columns(&segments, &inside);
    let boxes = Boxes::new(plan, &segments, &columns, &inside);
    let edges = edges(plan, &segments, &boxes);

    let (width, height) = boxes.extent();
    let mut canvas = Canvas::new(width + 2.0 * MARGIN, height + 2.0 * MARGIN, &title(plan));
    for edge in &edges {
        edge.draw(&mut canvas);
    }
    boxes.draw(&mut canvas);
    for edge in &edges {
        edge.draw_port(&mut canvas);
    }
    canvas.end()
}

/// Whether each host is drawn inside of a frame: its LAN's if it has many that are in nothing else,
/// or one of their own for many that nothing is joined to.
fn inside(plan: &Plan, segments: &[Segment<'_>]) -> Vec<bool> {
    let mut inside = vec![false; plan.nodes.len()];
    let mut frame = |hosts: Vec<usize>| {
        if hosts.len() > AROUND {
            for host in hosts {
                inside[host] = true;
            }
        }
    };
    for lan in segments.iter().filter(|segment| segment.kind == SegmentKind::Lan) {
        let hosts = lan.ends.iter().map(|end| end.node);
        frame(hosts.filter(|&host| plan.nodes[host].interfaces.len() == 1).collect());
    }
    let is_alone = |node: &NodePlan| node.interfaces.is_empty();
    frame((0..plan.nodes.len()).filter(|&host| is_alone(&plan.nodes[host])).collect());
    inside
}

fn title(plan: &Plan) -> String {
    let count = |count: usize, of: &str| match count {
        0 => None,
        1 => Some(format!("1 {of}")),
        _ => Some(format!("{count} {of}s")),
    };
    let parts = [
        count(plan.nodes.len(), "host"),
        count(plan.lans.len(), "LAN"),
        count(plan.links.len(), "link"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("A network: {}", parts.join(", "))
}
