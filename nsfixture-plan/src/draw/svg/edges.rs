//! The cables between the boxes.

use super::boxes::Boxes;
use super::canvas::Canvas;
use super::content;
use crate::draw::segments::Segment;
use crate::plan::Plan;

/// A cable from the interface of a host to a LAN or to the name of a link.
pub(super) struct Edge {
    path: String,
    port: (f64, f64),
}

impl Edge {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        canvas.path(&self.path);
    }

    /// The end of the cable, next to the name of the interface.
    pub(super) fn draw_port(&self, canvas: &mut Canvas) {
        canvas.dot(self.port.0, self.port.1);
    }
}

/// Returns the cables of all hosts that are not inside their LAN.
pub(super) fn edges(plan: &Plan, segments: &[Segment<'_>], boxes: &Boxes<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (nth, segment) in segments.iter().enumerate() {
        let of_segment = boxes.of_segment(nth);
        for end in &segment.ends {
            let Some(of_host) = boxes.of_host(end.node) else { continue };
            let forwards = of_host.column < of_segment.column;
            let (host, other) = (of_host.rect, of_segment.rect);
            let port_x = if forwards { host.right() } else { host.x };
            let port_y = host.y + content::port(&plan.nodes[end.node], end.interface);
            let port = (port_x, port_y);
            let joint =
                (if forwards { other.x } else { other.right() }, other.y + other.height / 2.0);
            let (left, right) = if forwards { (port, joint) } else { (joint, port) };
            let left_column = of_host.column.min(of_segment.column);
            let gap = (boxes.column(left_column).1, boxes.column(left_column + 1).0);
            edges.push(Edge { path: path(left, gap, right), port });
        }
    }
    edges
}

/// Returns a path that is level to the end of its column, curves to the start of the next one, and is
/// level again.
fn path(from: (f64, f64), gap: (f64, f64), to: (f64, f64)) -> String {
    let ((x, y), (left, right), (to_x, to_y)) = (from, gap, to);
    let middle = f64::midpoint(left, right);
    format!("M{x} {y}H{left}C{middle} {y} {middle} {to_y} {right} {to_y}H{to_x}")
}
