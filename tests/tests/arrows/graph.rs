//! The uses between the files of a crate, in all of its builds.

use std::path::{Path, PathBuf};

use crate::cfg::Face;
use crate::module::Krate;
use crate::resolve::Target;
use crate::sources::Sources;

/// One build of one library or program: its files and their uses.
pub(crate) struct Graph {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) outside: Vec<Outside>,
}

/// A use of an item in another file.
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) is_re_export: bool,
}

/// A use of an item in another crate.
pub(crate) struct Outside {
    pub(crate) from: usize,
    pub(crate) line: usize,
    pub(crate) path: String,
}

impl Graph {
    /// Returns a graph for each root and each build.
    pub(crate) fn all(sources: &Sources) -> Vec<Self> {
        let mut reached: Vec<PathBuf> = Vec::new();
        let mut graphs = Vec::new();
        for root in sources.roots() {
            for face in Face::ALL {
                let krate = Krate::parse(sources, &root, face);
                reached.extend(krate.reached.iter().cloned());
                graphs.push(Self::of(krate));
            }
        }
        for (path, _) in sources.iter() {
            assert!(reached.iter().any(|file| file == path), "no `mod` names {}", path.display());
        }
        graphs
    }

    fn of(mut krate: Krate) -> Self {
        let mut edges = Vec::new();
        let mut outside = Vec::new();
        for each in krate.uses() {
            match each.target {
                Target::File(to) if to != each.from => edges.push(Edge {
                    from: each.from,
                    to,
                    line: each.line,
                    text: each.text,
                    is_re_export: each.is_re_export,
                }),
                Target::Elsewhere(path) => {
                    outside.push(Outside {
                        from: each.from,
                        line: each.line,
                        path: path.join("::"),
                    });
                }
                Target::File(_) | Target::Module(_) => {}
            }
        }
        Self { files: krate.files, edges, outside }
    }

    pub(crate) fn file(&self, id: usize) -> &Path {
        &self.files[id]
    }
}
