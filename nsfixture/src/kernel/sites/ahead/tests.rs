use std::fs;
use std::os::fd::AsFd as _;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use nix::sys::stat::fstat;
use nsfixture_plan::{Plan, Topology};

use super::{Size, came_up, maker, take};
use crate::access::access;
use crate::kernel::sites::namespace::NetNamespace;

/// Returns the names of all that is in a directory of this process.
fn listed(directory: &str) -> Vec<String> {
    let entries = fs::read_dir(format!("/proc/self/{directory}")).expect("/proc is mounted");
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Returns the descriptors of namespaces: other tests open and close what they need.
fn descriptors() -> Vec<String> {
    let target = |number| fs::read_link(format!("/proc/self/fd/{number}")).ok();
    let targets = listed("fd").into_iter().filter_map(target);
    let targets = targets.map(|target| target.to_string_lossy().into_owned());
    targets.filter(|target| target.starts_with("net:") || target.starts_with("mnt:")).collect()
}

/// One test, because there is one maker in a process.
#[test]
fn what_is_made_is_taken_once_and_not_seen() {
    let Ok(probe) = access() else {
        assert!(!crate::variables::is_required(), "there are no networks");
        return;
    };
    let plan = Plan::new(&Topology::new().lan(["a", "b", "c"])).expect("it is valid");
    let size = Size::of(&plan);
    assert!(take().is_none());
    let up_time = came_up(size, probe);
    assert!(!maker::wait_until_ready(true), "nothing is made for the first network");
    // A body that takes a while.
    let (_never_sends, receiver) = mpsc::channel::<()>();
    assert!(receiver.recv_timeout(Duration::from_millis(2)).is_err());
    drop(up_time);

    // It starts the thread, which is there from now on.
    let up_time = came_up(size, probe);
    let before = descriptors();
    assert!(maker::wait_until_ready(true));
    assert_eq!(descriptors(), before);
    let threads = listed("task").into_iter().filter(|id| {
        let name = fs::read_to_string(format!("/proc/self/task/{id}/comm")).unwrap_or_default();
        name.trim_end() == "nsfixture ahead"
    });
    assert_eq!(threads.count(), 1);

    let ahead = take().expect("it is ready");
    assert!(take().is_none());
    assert_eq!((ahead.hosts.len(), ahead.sites.len()), (3, 1));
    let namespaces = ahead.hosts.iter().map(|host| host.net.inode());
    let namespaces = namespaces.chain(ahead.sites.iter().map(NetNamespace::inode));
    let mounts = ahead.hosts.iter().map(|host| &host.mnt).chain([&*ahead.common]);
    let mounts = mounts.map(|mnt| fstat(mnt.as_fd()).expect("it is open").st_ino);
    let mut all: Vec<u64> = namespaces.chain(mounts).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 8, "each has its own");
    drop(ahead);
    assert_eq!(descriptors(), before);
    drop(up_time);

    // What nobody takes is let go.
    let begin = Instant::now();
    let _up_time = came_up(size, probe);
    assert!(maker::wait_until_ready(true));
    assert!(maker::wait_until_ready(false));
    assert!(begin.elapsed() >= Duration::from_secs(1));
    assert!(take().is_none());
    assert_eq!(descriptors(), before);
}
