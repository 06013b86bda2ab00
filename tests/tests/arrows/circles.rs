//! Files that use each other, directly or through others.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::graph::Graph;
use crate::sources::Sources;

impl Graph {
    /// Returns the sets of files of which each uses each other one.
    pub(crate) fn circles(&self) -> Vec<Vec<usize>> {
        let count = self.files.len();
        let mut reaches = vec![vec![false; count]; count];
        for edge in self.edges.iter().filter(|edge| !edge.is_re_export) {
            reaches[edge.from][edge.to] = true;
        }
        for via in 0..count {
            let onward = reaches[via].clone();
            for row in reaches.iter_mut().filter(|row| row[via]) {
                for (reached, further) in row.iter_mut().zip(&onward) {
                    *reached |= further;
                }
            }
        }
        let mut circles = Vec::new();
        let mut seen = vec![false; count];
        for file in 0..count {
            if seen[file] || !reaches[file][file] {
                continue;
            }
            let members: Vec<usize> =
                (0..count).filter(|&other| reaches[file][other] && reaches[other][file]).collect();
            for &member in &members {
                seen[member] = true;
            }
            circles.push(members);
        }
        circles
    }

    /// Describes a circle: its uses, one a line, the first of each pair of files.
    pub(crate) fn describe(&self, circle: &[usize]) -> String {
        let mut text = String::new();
        let mut pairs = BTreeSet::new();
        for edge in self.edges.iter().filter(|edge| !edge.is_re_export) {
            let inside = circle.contains(&edge.from) && circle.contains(&edge.to);
            if inside && pairs.insert((edge.from, edge.to)) {
                let (from, to) = (self.file(edge.from).display(), self.file(edge.to).display());
                writeln!(text, "    {from}:{} -> {to}: `{}`", edge.line, edge.text)
                    .expect("a string takes all");
            }
        }
        text
    }
}

/// Describes all circles of a crate; each only once, although it may be in several builds.
pub(crate) fn find(sources: &Sources) -> Vec<String> {
    let mut found = BTreeSet::new();
    for graph in Graph::all(sources) {
        for circle in graph.circles() {
            let text = graph.describe(&circle);
            found.insert(format!("{} files use each other:\n{text}", circle.len()));
        }
    }
    found.into_iter().collect()
}
