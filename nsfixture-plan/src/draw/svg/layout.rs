//! The positions of the boxes, computed by the library `layout-rs`, which draws like Graphviz.

use layout::core::base::Orientation;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::{Point, Position};
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;

/// The gap between two columns, and between two boxes of a column.
const GAPS: (f64, f64) = (48.0, 20.0);
/// The largest number of boxes in a column for which an order with fewer crossings is searched: the
/// time for this grows with their third power.
const MOST_ORDERED: usize = 60;

/// A box to be placed.
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The distance of the ends of its edges below its middle.
    pub(super) joint: f64,
    pub(super) column: usize,
}

/// Returns the middles of boxes, in columns from left to right. Each edge leads from a box to one in the next
/// column. Boxes of a column stay in their order unless another one has fewer crossings.
pub(super) fn middles(sizes: &[Size], mut edges: Vec<(usize, usize)>) -> Vec<(f64, f64)> {
    if sizes.is_empty() {
        return Vec::new();
    }
    // The library looks for cycles, on all ways from an edge's end. So ordered, there is none yet.
    edges.sort_by_key(|&(from, _)| sizes[from].column);
    let mut graph = VisualGraph::new(Orientation::LeftToRight);
    // It would look for them again and again, on more ways than anybody can wait for.
    graph.dag.set_validate(false);
    let mut add = |&Size { width, height, joint, .. }: &Size| {
        let size = Point::new(width, height);
        let shape = ShapeKind::new_box("");
        let look = StyleAttr::simple();
        let mut element = Element::create(shape, look, Orientation::LeftToRight, size);
        let (joint, gaps) = (Point::new(0.0, joint), Point::new(GAPS.0, GAPS.1));
        element.pos = Position::new(Point::zero(), size, joint, gaps);
        graph.add_node(element)
    };
    let handles: Vec<_> = sizes.iter().map(&mut add).collect();
    for &(from, to) in &edges {
        graph.add_edge(Arrow::default(), handles[from], handles[to]);
    }
    let reorder = longest_column(sizes) <= MOST_ORDERED && cross(sizes, &edges);
    graph.do_it(false, !reorder, false, &mut Nowhere);
    let middle = |handle| {
        let middle = graph.pos(handle).middle();
        (middle.x, middle.y)
    };
    handles.into_iter().map(middle).collect()
}

fn longest_column(sizes: &[Size]) -> usize {
    let mut lengths = vec![0; sizes.len() + 1];
    for size in sizes {
        lengths[size.column] += 1;
    }
    lengths.into_iter().max().unwrap_or_default()
}

/// Returns true if two edges between the same columns cross.
fn cross(sizes: &[Size], edges: &[(usize, usize)]) -> bool {
    edges.iter().enumerate().any(|(nth, &(from, to))| {
        let mut others = edges[nth + 1..].iter();
        others.any(|&(other_from, other_to)| {
            let same_column = sizes[from].column == sizes[other_from].column;
            same_column && from.cmp(&other_from) == other_to.cmp(&to) && from != other_from
        })
    })
}

/// A backend that draws nothing: only the positions are needed.
struct Nowhere;

impl RenderBackend for Nowhere {
    fn draw_rect(
        &mut self,
        _: Point,
        _: Point,
        _: &StyleAttr,
        _: Option<String>,
        _: Option<ClipHandle>,
    ) {
    }

    fn draw_line(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_circle(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_text(&mut self, _: Point, _: &str, _: &StyleAttr) {}

    fn draw_arrow(
        &mut self,
        _: &[(Point, Point)],
        _: bool,
        _: (bool, bool),
        _: &StyleAttr,
        _: Option<String>,
        _: &str,
    ) {
    }

    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}
