//! The column of each host and of each LAN or link in a picture.

use std::collections::VecDeque;

use super::segments::Segment;

/// The columns, counted from 0 at the left. What is connected is in adjacent columns.
pub(super) struct Columns {
    pub(super) of_hosts: Vec<usize>,
    pub(super) of_segments: Vec<usize>,
    /// The content of each column, from the top: in this order the edges of a tree do not cross.
    #[cfg_attr(not(feature = "svg"), expect(dead_code, reason = "Mermaid orders by itself"))]
    pub(super) order: Vec<Vertex>,
}

/// A host or a segment in a column, by its index.
#[derive(Clone, Copy)]
pub(super) enum Vertex {
    Host(usize),
    Segment(usize),
}

/// Assigns the columns. They start at the left with the hosts that are only on the first LAN or link,
/// and continue from one to the next. `inside` is true for hosts that are drawn inside their LAN.
pub(super) fn columns(segments: &[Segment<'_>], inside: &[bool]) -> Columns {
    let mut joined: Vec<Vec<usize>> = vec![Vec::new(); inside.len()];
    for (nth, segment) in segments.iter().enumerate() {
        for end in segment.ends.iter().filter(|end| !inside[end.node]) {
            joined[end.node].push(nth);
        }
    }
    let mut search = Search {
        of_hosts: inside.iter().map(|&inside| inside.then_some(0)).collect(),
        of_segments: vec![None; segments.len()],
        order: Vec::new(),
        queue: VecDeque::new(),
    };
    for host in 0..inside.len() {
        if search.of_hosts[host].is_some() {
            continue;
        }
        let Some(&first) = joined[host].first() else {
            search.visit(Vertex::Host(host), 0);
            continue;
        };
        let ends = &segments[first].ends;
        let leaves: Vec<usize> =
            ends.iter().map(|end| end.node).filter(|&node| joined[node].len() == 1).collect();
        let leaves = if ends.iter().any(|end| inside[end.node]) {
            search.visit(Vertex::Segment(first), 0);
            Vec::new()
        } else if leaves.is_empty() {
            vec![host]
        } else if leaves.len() == ends.len() {
            // Nothing is beyond it: half of the hosts are on its other side.
            leaves[..leaves.len().div_ceil(2)].to_vec()
        } else {
            leaves
        };
        for leaf in leaves {
            search.visit(Vertex::Host(leaf), 0);
        }
        search.go_on(segments, &joined);
    }
    for nth in 0..segments.len() {
        search.visit(Vertex::Segment(nth), 0);
    }
    let all = |columns: Vec<Option<usize>>| columns.into_iter().flatten().collect();
    let (of_hosts, of_segments) = (all(search.of_hosts), all(search.of_segments));
    Columns { of_hosts, of_segments, order: search.order }
}

/// A breadth-first search: in a graph in which hosts are next to segments only, it never finds two
/// neighbours in the same column.
struct Search {
    of_hosts: Vec<Option<usize>>,
    of_segments: Vec<Option<usize>>,
    order: Vec<Vertex>,
    queue: VecDeque<(Vertex, usize)>,
}

impl Search {
    fn visit(&mut self, vertex: Vertex, column: usize) {
        let place = match vertex {
            Vertex::Host(host) => &mut self.of_hosts[host],
            Vertex::Segment(segment) => &mut self.of_segments[segment],
        };
        if place.is_none() {
            *place = Some(column);
            self.order.push(vertex);
            self.queue.push_back((vertex, column));
        }
    }

    fn go_on(&mut self, segments: &[Segment<'_>], joined: &[Vec<usize>]) {
        while let Some((vertex, column)) = self.queue.pop_front() {
            match vertex {
                Vertex::Host(host) => {
                    for &segment in &joined[host] {
                        self.visit(Vertex::Segment(segment), column + 1);
                    }
                }
                Vertex::Segment(segment) => {
                    for end in &segments[segment].ends {
                        self.visit(Vertex::Host(end.node), column + 1);
                    }
                }
            }
        }
    }
}
