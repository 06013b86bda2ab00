//! The guardian holds the packet sockets of cables that can be impaired while their network is up.
#![forbid(unsafe_code)]
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use nsfixture::{Link, Net, Topology};

/// Those that the guardian has itself: its process, and where sockets come from.
const OWN: usize = 2;

/// Returns the number of the file descriptors that the guardian has, once it has closed those of its parent.
fn guardian_fds() -> Option<usize> {
    let own = std::process::id().to_string();
    let mut processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
    let guardian = processes.find(|process| {
        // The name ends with the last parenthesis; the state and the parent follow it (proc_pid_stat(5)).
        let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
        stat.rsplit_once(')').is_some_and(|(head, tail)| {
            head.ends_with("(nsfixture") && tail.split_whitespace().nth(1) == Some(own.as_str())
        })
    });
    Some(fs::read_dir(guardian?.join("fd")).unwrap().count())
}

/// Waits until the guardian holds the ports of as many networks.
#[track_caller]
fn wait_until_held(networks: usize) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while guardian_fds() != Some(OWN + networks) {
        assert!(Instant::now() < deadline, "descriptors of the guardian: {:?}", guardian_fds());
        thread::yield_now();
    }
}

#[test]
fn it_holds_the_ports_of_networks_that_are_up() {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return;
    }
    let plain = Net::up(&Topology::new().link(Link::new("a", "b"))).unwrap();
    wait_until_held(0);
    let impaired = || Net::up(&Topology::new().link(Link::new("a", "b").faults())).unwrap();
    let first = impaired();
    wait_until_held(1);
    let second = impaired();
    wait_until_held(2);
    first.down().unwrap();
    wait_until_held(1);
    second.node("a").ping("b").unwrap();
    second.down().unwrap();
    wait_until_held(0);
    plain.down().unwrap();
}
