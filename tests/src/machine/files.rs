//! Sysctls, mounts and files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Counters below `/proc/sys/net`, which change by themselves.
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
            // Some are write-only, and some can be read only after they have been set.
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

/// Returns the names in the directories where named namespaces would show, and those of this library in the directories for
/// temporary files. Other programs use these, too, and so do this project's tests and scripts, whose names have a hyphen.
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

/// Returns the lines of the files of which every node has its own version.
pub(super) fn lines() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in ["/etc/hosts", "/etc/resolv.conf"] {
        for line in fs::read_to_string(path).unwrap_or_default().lines() {
            found.insert(format!("{path}: {line}"));
        }
    }
    found
}
