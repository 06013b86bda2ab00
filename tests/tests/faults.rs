//! A set-up that fails at any of its steps says what failed, and leaves nothing.
//!
//! `NSFIXTURE_FAULTS_SHOW=1` shows what is said of each.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use nsfixture::__private::v1::up_failing_at;
use nsfixture::Topology;
use nsfixture_tests::host::HostState;
use nsfixture_tests::namespaces::{Namespace, networks_of_this_process};
use nsfixture_tests::{nothing_to_test, say};

/// More steps than any of these set-ups has.
const BOUND: usize = 2_000;

/// How many set-ups in a row must go well before it is believed that there is no step any more: how
/// often one asks and waits depends on the kernel's moments.
const BEYOND: usize = 20;

/// A thread that has been joined takes the kernel a moment to forget.
const PATIENCE: Duration = Duration::from_secs(10);

/// The steps that are none of a single node's.
const OUTSIDE: [&str; 3] = [
    "capset the thread's capabilities",
    "getrlimit the limit of open files",
    "start the guardian process",
];

// One test: beside others the process's threads and descriptors could not be counted.
#[test]
fn each_step_can_fail() {
    if nothing_to_test("each_step_can_fail") {
        return;
    }
    check("a lone host", &Topology::new().host("alone"));
    check("a pair", &Topology::new().link(("left", "right")));
    check("a chain", &Topology::new().link(("left", "middle")).link(("middle", "right")));
    let routed = Topology::new().lan(["left", "middle"]).link(("middle", "right"));
    check("a routed lan", &routed.router("middle"));
}

#[track_caller]
fn check(what: &str, topology: &Topology) {
    // What is made once in a process is made here.
    drop(up_failing_at(topology, BOUND).0.expect("nothing refuses it").down());
    let host = HostState::snapshot();
    let before = Own::now();
    let mut steps = BTreeSet::new();
    let (mut failed, mut fine_in_a_row) = (0, 0);
    for at in 0..BOUND {
        let (made, has_failed) = up_failing_at(topology, at);
        match made {
            Err(error) => {
                failed += 1;
                fine_in_a_row = 0;
                let text = error.to_string();
                assert_names_its_step(&text);
                steps.insert(text);
            }
            Ok(net) => {
                assert!(!has_failed, "{what}: step {at} can fail unnoticed");
                fine_in_a_row += 1;
                net.down().expect("nothing refuses it");
            }
        }
        before.wait_until_same(&format!("{what}, step {at}"));
        if fine_in_a_row == BEYOND {
            break;
        }
    }
    assert_eq!(fine_in_a_row, BEYOND, "{what}: a set-up takes more than {BOUND} steps");
    assert!(failed > 20, "{what}: only {failed} steps can fail: {steps:#?}");
    host.assert_same_now(&format!("after {failed} failures of {what}"));
    say(&format!("faults: {what}: {failed} steps can fail, {} of them different", steps.len()));
    if std::env::var_os("NSFIXTURE_FAULTS_SHOW").is_some() {
        say(&format!("{steps:#?}"));
    }
}

/// `operation subject in node `name`: the kernel's word (the error's number)`
#[track_caller]
fn assert_names_its_step(text: &str) {
    let (step, errno) = text.split_once(": Input/output error").unwrap_or((text, ""));
    assert!(errno.starts_with(" (os error 5)"), "no errno: {text}");
    let (step, node) = step.split_once(" in node `").unwrap_or((step, ""));
    let names = ["alone`", "left`", "middle`", "right`", "lan1`"];
    assert!(OUTSIDE.contains(&step) || names.contains(&node), "no node: {text}");
    assert!(step.split(' ').filter(|word| !word.is_empty()).count() >= 2, "no subject: {text}");
}

/// What this process has that a set-up adds to.
#[derive(Debug, PartialEq, Eq)]
struct Own {
    threads: usize,
    descriptors: usize,
    children: String,
    networks: BTreeSet<Namespace>,
}

impl Own {
    fn now() -> Self {
        let count = |path| fs::read_dir(path).expect("/proc is mounted").count();
        let threads = fs::read_dir("/proc/self/task").expect("/proc is mounted").flatten();
        let children =
            threads.filter_map(|one| fs::read_to_string(one.path().join("children")).ok());
        Self {
            threads: count("/proc/self/task"),
            descriptors: count("/proc/self/fd"),
            children: children.collect(),
            networks: networks_of_this_process(),
        }
    }

    /// Whether there is nothing that `before` has not. It may have more: a thread that the kernel
    /// had not forgotten yet.
    fn is_within(&self, before: &Self) -> bool {
        self.threads <= before.threads
            && self.descriptors <= before.descriptors
            && self.children == before.children
            && self.networks.is_subset(&before.networks)
    }

    #[track_caller]
    fn wait_until_same(&self, when: &str) {
        let begin = Instant::now();
        let mut now = Self::now();
        while !now.is_within(self) && begin.elapsed() < PATIENCE {
            std::thread::yield_now();
            now = Self::now();
        }
        assert!(now.is_within(self), "{when}: something is left: {now:?}, before: {self:?}");
    }
}
