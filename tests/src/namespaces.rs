//! Namespaces, found by a walk of `/proc` (namespaces(7)).

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;

use crate::processes::{self, Process};

/// As `/proc` shows it: `net:[4026531840]`. The number of one that is gone is given to another.
pub type Namespace = String;

const KINDS: [&str; 6] = ["net", "mnt", "user", "pid", "uts", "ipc"];

/// The namespaces in which a process's threads are.
#[must_use]
pub fn of(process: &Process) -> BTreeSet<Namespace> {
    // That of the process itself is the main thread's, which may have ended before the others.
    let paths = threads(process).chain([process.path()]);
    paths.flat_map(|path| KINDS.map(|kind| path.join("ns").join(kind))).filter_map(link).collect()
}

/// The directories of a process's threads.
fn threads(process: &Process) -> impl Iterator<Item = PathBuf> {
    let threads = fs::read_dir(process.path().join("task")).into_iter().flatten().flatten();
    threads.map(|thread| thread.path())
}

/// Opens these network namespaces, where a thread of the processes is in one.
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

/// The processes that keep one of these namespaces: by a thread that is in it, or a descriptor.
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

/// The network namespaces of the calling process's threads.
#[must_use]
pub fn networks_of_this_process() -> BTreeSet<Namespace> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    threads.filter_map(|thread| link(thread.path().join("ns/net"))).collect()
}

/// All namespaces of the calling process's threads.
pub(crate) fn of_this_process() -> BTreeSet<Namespace> {
    processes::own().map(|process| of(&process)).unwrap_or_default()
}
