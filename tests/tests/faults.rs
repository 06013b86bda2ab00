//! A set-up that fails at any of its steps reports what failed, and leaves nothing behind.
//!
//! `NSFIXTURE_FAULTS_SHOW=1` prints the error of each step.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use nsfixture::__private::v1::up_failing_at;
use nsfixture::{Fault, Topology};
use nsfixture_tests::machine::MachineState;
use nsfixture_tests::namespaces::{Namespace, networks_of_this_process};
use nsfixture_tests::{is_skipped, print_line};

/// More steps than any of these set-ups has.
const MAX_STEPS: usize = 2_000;

/// The number of set-ups that must succeed in a row to show that there are no further steps: how often a set-up reads and
/// waits depends on timing.
const SUCCESSES: usize = 20;

/// A thread that has been joined stays in `/proc` for a moment.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The steps that do not belong to a single host.
const WITHOUT_HOST: [&str; 4] = [
    "capset the thread's capabilities",
    "getrlimit RLIMIT_NOFILE",
    "start the guardian process",
    "start thread for faults on a schedule",
];

// A single test, because it counts the threads and file descriptors of the process.
#[test]
fn each_step_can_fail() {
    if is_skipped("each_step_can_fail") {
        return;
    }
    check("a single host", &Topology::new().host("alone"));
    check("a pair", &Topology::new().link(("left", "right")));
    check("a chain", &Topology::new().link(("left", "middle")).link(("middle", "right")));
    let routed = Topology::new().lan(["left", "middle"]).link(("middle", "right"));
    check("a routed lan", &routed.router("middle"));
    let faulty = Topology::new().lan(["left", "middle"]).link(("middle", "right")).faults();
    check("cables with faults", &faulty);
    let isolated = Fault::new().isolate("left").lasts("2ms").every("4ms");
    check("a fault on a schedule", &Topology::new().link(("left", "right")).fault(isolated));
}

#[track_caller]
fn check(what: &str, topology: &Topology) {
    // Here the process creates what it creates only once.
    drop(up_failing_at(topology, MAX_STEPS).0.expect("nothing refuses it").down());
    let machine = MachineState::snapshot();
    let before = Own::now();
    let mut steps = BTreeSet::new();
    let (mut failed, mut successes) = (0, 0);
    for at in 0..MAX_STEPS {
        let (made, has_failed) = up_failing_at(topology, at);
        match made {
            Err(error) => {
                failed += 1;
                successes = 0;
                let text = error.to_string();
                assert_names_its_step(&text);
                steps.insert(text);
            }
            Ok(net) => {
                assert!(!has_failed, "{what}: step {at} can fail unnoticed");
                successes += 1;
                net.down().expect("nothing refuses it");
            }
        }
        before.wait_until_same(&format!("{what}, step {at}"));
        if successes == SUCCESSES {
            break;
        }
    }
    assert_eq!(successes, SUCCESSES, "{what}: a set-up takes more than {MAX_STEPS} steps");
    assert!(failed > 20, "{what}: only {failed} steps can fail: {steps:#?}");
    machine.assert_same_now(&format!("after {failed} failures of {what}"));
    print_line(&format!(
        "faults: {what}: {failed} steps can fail, {} of them different",
        steps.len()
    ));
    if std::env::var_os("NSFIXTURE_FAULTS_SHOW").is_some() {
        print_line(&format!("{steps:#?}"));
    }
}

/// Checks for the form `operation subject in node `name`: description (os error N)`.
#[track_caller]
fn assert_names_its_step(text: &str) {
    let (step, errno) = text.split_once(": Input/output error").unwrap_or((text, ""));
    assert!(errno.starts_with(" (os error 5)"), "no errno: {text}");
    let (step, node) = step.split_once(" in host `").unwrap_or((step, ""));
    let names = ["alone`", "left`", "middle`", "right`", "lan1`", "engine`"];
    assert!(WITHOUT_HOST.contains(&step) || names.contains(&node), "no node: {text}");
    assert!(step.split(' ').filter(|word| !word.is_empty()).count() >= 2, "no subject: {text}");
}

/// The resources of this process that a set-up adds to.
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

    /// Reports whether it has nothing that `before` does not have. `before` may include a thread that had just exited.
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
        while !now.is_within(self) && begin.elapsed() < TIMEOUT {
            std::thread::yield_now();
            now = Self::now();
        }
        assert!(now.is_within(self), "{when}: something is left: {now:?}, before: {self:?}");
    }
}
