//! The whole document.

use super::boxes::{Boxes, MARGIN};
use super::canvas::Canvas;
use super::edges::edges;

use crate::draw::columns::columns;
use crate::draw::segments::{Segment, segments};
use crate::plan::{NodePlan, Plan};
use crate::topology::SegmentKind;

/// The largest number of hosts that are drawn around their LAN; more are drawn inside it.
const AROUND: usize = 8;

pub(crate) fn draw(plan: &Plan) -> String {
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

/// Returns true for each host that is drawn inside a frame: that of its LAN, if this has many hosts
/// that are on nothing else, or one around many hosts without links.
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
