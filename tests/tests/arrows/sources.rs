//! The source files of a crate, from the disk or made up.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The files below a crate's `src`, by their paths in it.
pub(crate) struct Sources {
    files: BTreeMap<PathBuf, String>,
}

impl Sources {
    /// Returns the sources of a crate of the workspace.
    pub(crate) fn of(krate: &str) -> Self {
        let root = workspace().join(krate).join("src");
        let mut files = BTreeMap::new();
        let mut directories = vec![root.clone()];
        while let Some(directory) = directories.pop() {
            let entries = fs::read_dir(&directory)
                .unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
            for entry in entries {
                let path = entry.expect("a directory entry").path();
                if path.is_dir() {
                    directories.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = fs::read_to_string(&path).expect("a readable source file");
                    let inside = path.strip_prefix(&root).expect("a path below the root");
                    files.insert(inside.to_path_buf(), text);
                }
            }
        }
        assert!(files.len() > 3, "{krate} has {} source files", files.len());
        Self { files }
    }

    /// Returns a made-up crate.
    pub(crate) fn made_up(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|&(path, text)| (path.into(), text.into())).collect();
        Self { files }
    }

    /// Returns the text of a file, whose path may have `..` in it.
    pub(crate) fn text(&self, path: &Path) -> Option<(&Path, &str)> {
        let (path, text) = self.files.get_key_value(&without_dots(path)?)?;
        Some((path, text))
    }

    /// Iterates over all files.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files.iter().map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// Returns the root files: of the library and of each program.
    pub(crate) fn roots(&self) -> Vec<PathBuf> {
        let is_root = |path: &&PathBuf| {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
            matches!(parts[..], ["lib.rs" | "main.rs"] | ["bin", _] | ["bin", _, "main.rs"])
        };
        self.files.keys().filter(is_root).cloned().collect()
    }
}

/// Returns the root of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns a path without `.` and `..`, or `None` if it leads out of the crate.
fn without_dots(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            part => plain.push(part),
        }
    }
    Some(plain)
}
