//! Namespaces, found by a walk of `/proc` (namespaces(7)).

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;

use crate::processes::{self, Process};

/// A namespace as `/proc` shows it: `net:[4026531840]`. The kernel reuses the numbers of freed namespaces.
pub type Namespace = String;

const KINDS: [&str; 6] = ["net", "mnt", "user", "pid", "uts", "ipc"];

/// Returns the namespaces of a process's threads.
#[must_use]
pub fn of(process: &Process) -> BTreeSet<Namespace> {
    // `/proc/PID/ns` is the main thread's, which may have exited before the others.
    let paths = threads(process).chain([process.path()]);
    paths.flat_map(|path| KINDS.map(|kind| path.join("ns").join(kind))).filter_map(link).collect()
}

/// Returns the `/proc` directories of a process's threads.
fn threads(process: &Process) -> impl Iterator<Item = PathBuf> {
    let threads = fs::read_dir(process.path().join("task")).into_iter().flatten().flatten();
    threads.map(|thread| thread.path())
}

/// Opens those of these network namespaces that a thread of the processes is in.
#[must_use]
pub fn open_networks(namespaces: &BTreeSet<Namespace>, processes: &[Process]) -> Vec<File> {
    let mut left = namespaces.clone();
    let mut opened = Vec::new();
    for thread in processes.iter().flat_map(threads) {
        let path = thread.join("ns/net");
        let found = link(path.clone()).filter(|one| left.contains(one));
        if let (Some(found), Ok(file)) = (found, File::open(path)) {
            left.remove(&found);
            opened.push(file);
        }
    }
    opened
}

/// Returns the processes that keep one of these namespaces alive: by a thread in it, or by a file descriptor.
#[must_use]
pub fn holders(namespaces: &BTreeSet<Namespace>) -> BTreeSet<Process> {
    let holds = |process: &Process| {
        of(process).iter().any(|one| namespaces.contains(one))
            || descriptors(process).any(|one| namespaces.contains(&one))
    };
    processes::all().filter(holds).collect()
}

fn descriptors(process: &Process) -> impl Iterator<Item = String> {
    let descriptors = fs::read_dir(process.path().join("fd")).into_iter().flatten().flatten();
    descriptors.filter_map(|descriptor| link(descriptor.path()))
}

fn link(path: PathBuf) -> Option<String> {
    fs::read_link(path).ok()?.into_os_string().into_string().ok()
}

/// Returns the network namespaces of the calling process's threads.
#[must_use]
pub fn networks_of_this_process() -> BTreeSet<Namespace> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    threads.filter_map(|thread| link(thread.path().join("ns/net"))).collect()
}

/// Returns all namespaces of the calling process's threads.
pub(crate) fn of_this_process() -> BTreeSet<Namespace> {
    processes::own().map(|process| of(&process)).unwrap_or_default()
}
