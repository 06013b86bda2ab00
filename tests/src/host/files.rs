//! Settings, mounts and names of files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What changes by itself below `/proc/sys/net`.
const COUNTERS: [&str; 1] = ["nf_conntrack_count"];

pub(super) fn sysctls() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(Path::new("/proc/sys/net"), &mut found);
    found
}

fn walk(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&path, found);
        } else if !COUNTERS.iter().any(|name| path.ends_with(name)) {
            // Some can only be written, some only be read once they are set.
            let value = fs::read(&path).map_or_else(
                |error| error.kind().to_string(),
                |value| String::from_utf8_lossy(&value).trim_end().to_owned(),
            );
            found.insert(format!("{} = {value}", path.display()));
        }
    }
}

pub(super) fn mounts() -> BTreeSet<String> {
    let mounts = fs::read_to_string("/proc/thread-self/mountinfo").expect("/proc is mounted");
    mounts.lines().map(str::to_owned).collect()
}

/// The names in the directories where a network of names would show, and those in the directories
/// of temporary files that this library would give: other programs' files come and go there, and
/// those of this project's tests and scripts, which have a hyphen.
pub(super) fn names() -> BTreeSet<String> {
    let all = ["/run", "/run/netns", "/var/run/netns", "/run/nsfixture", "/dev/shm"]
        .into_iter()
        .flat_map(names_in);
    let own = |name: &String| name.contains("/nsfixture") && !name.contains("/nsfixture-");
    all.chain(["/tmp", "/var/tmp"].into_iter().flat_map(names_in).filter(own)).collect()
}

fn names_in(directory: &str) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.map(|entry| entry.path().display().to_string())
}

/// The files that every node has versions of its own of, line by line.
pub(super) fn lines() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in ["/etc/hosts", "/etc/resolv.conf"] {
        for line in fs::read_to_string(path).unwrap_or_default().lines() {
            found.insert(format!("{path}: {line}"));
        }
    }
    found
}
