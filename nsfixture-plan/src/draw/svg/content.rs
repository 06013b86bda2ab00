//! The content of boxes: hosts, LANs, the names of links, and frames around many hosts.

use super::canvas::{
    CABLE, Canvas, FAINT, FRAME, HOST, LAN, MARK, NAME, PLAIN, ROUTER, Rect, Style,
};
use crate::draw::segments::Segment;
use crate::plan::{Interface, NodePlan};
use crate::topology::SegmentKind;

/// The padding of a box.
const PADDING: f64 = 12.0;
/// The height of a line of text.
const LINE: f64 = 17.0;
/// The distance from the top of a line to its baseline.
const BASE: f64 = 13.0;
/// The gap between the hosts in a frame.
const GAP: f64 = 10.0;
/// The preferred ratio of the width of a frame to its height.
const ASPECT: f64 = 1.5;
/// The mark of a router.
const ROUTER_MARK: &str = "router";

pub(super) enum Content<'a> {
    Host(&'a NodePlan),
    /// The name of a LAN and its notes.
    Lan(Vec<String>),
    /// The name of a link and its notes.
    Link(Vec<String>),
    /// The heading of a frame, and its hosts.
    Frame(Vec<String>, Vec<&'a NodePlan>),
}

impl<'a> Content<'a> {
    /// Returns the content of a LAN or a link, with the hosts inside it.
    pub(super) fn of_segment(segment: &Segment<'_>, inside: Vec<&'a NodePlan>) -> Self {
        let subnets = segment.subnets.iter().map(ToString::to_string);
        let words = std::iter::once(segment.name.to_owned());
        match segment.kind {
            SegmentKind::Link => Self::Link(words.chain(segment.note_lines()).collect()),
            SegmentKind::Lan => {
                let words = words.chain(subnets).chain(segment.note_lines()).collect();
                if inside.is_empty() { Self::Lan(words) } else { Self::Frame(words, inside) }
            }
        }
    }

    pub(super) fn size(&self) -> (f64, f64) {
        match self {
            Self::Host(node) => host_size(node),
            Self::Lan(words) => words_size(words, NAME, PADDING),
            Self::Link(words) => words_size(words, PLAIN, PADDING / 2.0),
            Self::Frame(words, nodes) => {
                let Grid { columns, rows, width, height } = Grid::new(nodes);
                let head: f64 = words.iter().map(|word| NAME.width(word) + PADDING).sum();
                let width = (columns * (width + GAP) - GAP).max(head);
                let height = rows * (height + GAP) + LINE;
                (width + 2.0 * PADDING, height + 2.0 * PADDING)
            }
        }
    }

    /// Returns the distance of the ends of its edges below its middle, on average.
    pub(super) fn joint(&self) -> f64 {
        let Self::Host(node) = self else { return 0.0 };
        let Some(last) = node.interfaces.len().checked_sub(1) else { return 0.0 };
        f64::midpoint(port(node, 0), port(node, last)) - host_size(node).1 / 2.0
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, rect: Rect) {
        match self {
            Self::Host(node) => draw_host(canvas, rect, node),
            Self::Lan(words) => {
                canvas.rect(rect, (rect.height / 2.0).min(24.0), LAN);
                draw_words(canvas, rect, words, [NAME, PLAIN], PADDING);
            }
            Self::Link(words) => {
                canvas.rect(rect, 4.0, CABLE);
                draw_words(canvas, rect, words, [PLAIN, FAINT], PADDING / 2.0);
            }
            Self::Frame(words, nodes) => {
                canvas.rect(rect, 16.0, FRAME);
                let mut x = rect.x + PADDING;
                for (nth, word) in words.iter().enumerate() {
                    let style = if nth == 0 { NAME } else { PLAIN };
                    canvas.text(x, rect.y + PADDING + BASE, style, word);
                    x += style.width(word) + PADDING;
                }
                Grid::new(nodes).draw(canvas, rect, nodes);
            }
        }
    }
}

/// Returns the distance from a host's upper border to the end of the edge of an interface.
pub(super) fn port(node: &NodePlan, interface: usize) -> f64 {
    let before: f64 = node.interfaces[..interface].iter().map(lines).sum();
    PADDING + LINE * (1.5 + before)
}

/// Returns the number of lines of an interface: one for each address.
fn lines(interface: &Interface) -> f64 {
    interface.addrs.iter().skip(1).fold(1.0, |lines, _| lines + 1.0)
}

/// Returns the distance from the start of the names of the interfaces to the addresses.
fn indent(node: &NodePlan) -> f64 {
    let ports = node.interfaces.iter().map(|interface| FAINT.width(interface.name.as_str()));
    ports.fold(0.0, f64::max) + PADDING
}

fn host_size(node: &NodePlan) -> (f64, f64) {
    let mark = if node.forwards { PADDING + MARK.width(ROUTER_MARK) } else { 0.0 };
    let head = NAME.width(node.name.as_str()) + mark;
    let rows = node.addrs().map(|addr| indent(node) + PLAIN.width(&addr.to_string()));
    let height: f64 = node.interfaces.iter().map(lines).sum();
    (rows.fold(head, f64::max) + 2.0 * PADDING, LINE * (1.0 + height) + 2.0 * PADDING)
}

fn draw_host(canvas: &mut Canvas, rect: Rect, node: &NodePlan) {
    canvas.rect(rect, 8.0, if node.forwards { ROUTER } else { HOST });
    let (x, mut y) = (rect.x + PADDING, rect.y + PADDING + BASE);
    let name = node.name.as_str();
    canvas.text(x, y, NAME, name);
    if node.forwards {
        canvas.text(x + NAME.width(name) + PADDING, y, MARK, ROUTER_MARK);
    }
    for interface in &node.interfaces {
        canvas.text(x, y + LINE, FAINT, interface.name.as_str());
        for (nth, addr) in (1_u8..).zip(&interface.addrs) {
            canvas.text(x + indent(node), y + LINE * f64::from(nth), PLAIN, &addr.to_string());
        }
        y += LINE * lines(interface);
    }
}

/// Returns the size of several lines of text, the first of which has another style.
fn words_size(words: &[String], first: Style, padding: f64) -> (f64, f64) {
    let widths = words.iter().map(|word| PLAIN.width(word)).chain([first.width(&words[0])]);
    let height = words.iter().fold(0.0, |height, _| height + LINE);
    (widths.fold(0.0, f64::max) + 2.0 * padding, height + 2.0 * padding)
}

fn draw_words(
    canvas: &mut Canvas,
    rect: Rect,
    words: &[String],
    [first, others]: [Style; 2],
    padding: f64,
) {
    let (middle, mut y) = (rect.x + rect.width / 2.0, rect.y + padding + BASE);
    let mut style = first;
    for word in words {
        canvas.text(middle, y, style.centred(), word);
        y += LINE;
        style = others;
    }
}

/// Arranges hosts in rows and columns of the same size.
struct Grid {
    columns: f64,
    rows: f64,
    width: f64,
    height: f64,
}

impl Grid {
    fn new(nodes: &[&NodePlan]) -> Self {
        let sizes = nodes.iter().map(|node| host_size(node));
        let (width, height) =
            sizes.fold((0.0_f64, 0.0_f64), |(width, height), (w, h)| (width.max(w), height.max(h)));
        let count = nodes.iter().fold(0.0, |count, _| count + 1.0);
        let columns: f64 = (count * (height + GAP) * ASPECT / (width + GAP)).sqrt();
        let columns = columns.round().clamp(1.0, count);
        Self { columns, rows: (count / columns).ceil(), width, height }
    }

    fn draw(&self, canvas: &mut Canvas, frame: Rect, nodes: &[&NodePlan]) {
        let (mut column, mut row) = (0.0, 0.0);
        for node in nodes {
            let x = frame.x + PADDING + column * (self.width + GAP);
            let y = frame.y + PADDING + LINE + GAP + row * (self.height + GAP);
            draw_host(canvas, Rect { x, y, width: self.width, height: self.height }, node);
            column += 1.0;
            if column >= self.columns {
                (column, row) = (0.0, row + 1.0);
            }
        }
    }
}
