//! The boxes of the picture and their positions.

use super::canvas::{Canvas, Rect};
use super::content::Content;
use super::layout;
use crate::draw::columns::{Columns, Vertex};
use crate::draw::segments::Segment;
use crate::plan::Plan;

/// The blank border of the picture.
pub(super) const MARGIN: f64 = 20.0;

/// The boxes of a picture.
pub(super) struct Boxes<'a> {
    drawn: Vec<Drawn<'a>>,
    /// The index in `drawn` of each host that is not inside a frame.
    of_hosts: Vec<Option<usize>>,
    of_segments: Vec<usize>,
}

/// A box with its position.
pub(super) struct Drawn<'a> {
    content: Content<'a>,
    pub(super) column: usize,
    pub(super) rect: Rect,
}

impl<'a> Boxes<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        segments: &'a [Segment<'a>],
        columns: &Columns,
        inside: &[bool],
    ) -> Self {
        let mut boxes = Self {
            drawn: Vec::new(),
            of_hosts: vec![None; plan.nodes.len()],
            of_segments: vec![0; segments.len()],
        };
        for &vertex in &columns.order {
            match vertex {
                Vertex::Host(host) => {
                    let content = Content::Host(&plan.nodes[host]);
                    boxes.of_hosts[host] = Some(boxes.add(content, columns.of_hosts[host]));
                }
                Vertex::Segment(nth) => {
                    let segment = &segments[nth];
                    let ends = segment.ends.iter().filter(|end| inside[end.node]);
                    let nodes = ends.map(|end| &plan.nodes[end.node]).collect();
                    let content = Content::of_segment(segment, nodes);
                    boxes.of_segments[nth] = boxes.add(content, columns.of_segments[nth]);
                }
            }
        }
        let alone = plan.nodes.iter().enumerate();
        let alone = alone.filter(|(nth, node)| inside[*nth] && node.interfaces.is_empty());
        let alone: Vec<_> = alone.map(|(_, node)| node).collect();
        if !alone.is_empty() {
            boxes.add(Content::Frame(vec!["alone".to_owned()], alone), 0);
        }
        boxes.place(segments);
        boxes
    }

    fn add(&mut self, content: Content<'a>, column: usize) -> usize {
        let (width, height) = content.size();
        self.drawn.push(Drawn { content, column, rect: Rect { x: 0.0, y: 0.0, width, height } });
        self.drawn.len() - 1
    }

    fn place(&mut self, segments: &[Segment<'_>]) {
        let mut joined = Vec::new();
        for (segment, &place) in segments.iter().zip(&self.of_segments) {
            for host in segment.ends.iter().filter_map(|end| self.of_hosts[end.node]) {
                let forwards = self.drawn[host].column < self.drawn[place].column;
                joined.push(if forwards { (host, place) } else { (place, host) });
            }
        }
        let size = |drawn: &Drawn<'_>| layout::Size {
            width: drawn.rect.width,
            height: drawn.rect.height,
            joint: drawn.content.joint(),
            column: drawn.column,
        };
        let sizes: Vec<_> = self.drawn.iter().map(size).collect();
        let middles = layout::middles(&sizes, joined);
        for (Drawn { rect, .. }, (x, y)) in self.drawn.iter_mut().zip(middles) {
            rect.x = (x - rect.width / 2.0).round();
            rect.y = (y - rect.height / 2.0).round();
        }
        let left = self.drawn.iter().map(|drawn| drawn.rect.x).fold(f64::INFINITY, f64::min);
        let top = self.drawn.iter().map(|drawn| drawn.rect.y).fold(f64::INFINITY, f64::min);
        for Drawn { rect, .. } in &mut self.drawn {
            rect.x += MARGIN - left;
            rect.y += MARGIN - top;
        }
    }

    /// Returns the width and the height of the picture without its border.
    pub(super) fn extent(&self) -> (f64, f64) {
        let right = self.drawn.iter().map(|drawn| drawn.rect.right()).fold(MARGIN, f64::max);
        let bottom = self.drawn.iter().map(|drawn| drawn.rect.bottom()).fold(MARGIN, f64::max);
        (right - MARGIN, bottom - MARGIN)
    }

    /// Returns the left and the right end of a column.
    pub(super) fn column(&self, column: usize) -> (f64, f64) {
        let rects = self.drawn.iter().filter(|drawn| drawn.column == column);
        rects.fold((f64::INFINITY, f64::NEG_INFINITY), |(left, right), drawn| {
            (left.min(drawn.rect.x), right.max(drawn.rect.right()))
        })
    }

    /// Returns the box of a host, unless it is inside a frame.
    pub(super) fn of_host(&self, host: usize) -> Option<&Drawn<'a>> {
        self.of_hosts[host].map(|place| &self.drawn[place])
    }

    pub(super) fn of_segment(&self, segment: usize) -> &Drawn<'a> {
        &self.drawn[self.of_segments[segment]]
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        self.drawn.iter().for_each(|drawn| drawn.content.draw(canvas, drawn.rect));
    }
}
