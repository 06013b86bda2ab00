//! Many tests at once, each with several runtimes: every thread of every runtime is in the network of
//! its test. `NSFIXTURE_RUNTIMES=100` repeats this.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::{Arc, Barrier, Condvar, Mutex, PoisonError};
use std::time::Duration;
use std::{env, fs};

use nsfixture::prelude::*;
use nsfixture_tests::is_skipped;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::runtime::{Builder, Runtime};

/// The number of tests that run at the same time, and of runtimes in each.
const TESTS: usize = 64;
const RUNTIMES: usize = 4;
/// The number of workers in each runtime, and of threads in its blocking pool.
const WORKERS: usize = 2;
const BLOCKING: usize = 2;

/// All bodies wait here until each has its runtimes.
static ALL_ARE_UP: Barrier = Barrier::new(TESTS);
static ALL_HAVE_CHECKED: Barrier = Barrier::new(TESTS);
/// The namespaces of the bodies.
static NETWORKS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Returns the threads of this process whose names have this prefix, with their network namespaces.
fn threads(named: &str) -> Vec<(String, String)> {
    let tasks = fs::read_dir("/proc/self/task").expect("the threads");
    let read = |task: fs::DirEntry| {
        // Another thread may exit in between; none of these does.
        let name = fs::read_to_string(task.path().join("comm")).ok()?;
        let network = fs::read_link(task.path().join("ns/net")).ok()?;
        Some((name.trim_end().to_owned(), network.display().to_string()))
    };
    let all = tasks.filter_map(|task| read(task.expect("a thread")));
    all.filter(|(name, _)| name.starts_with(named)).collect()
}

/// Creates a runtime and starts all of its threads.
fn full_runtime(name: &str) -> Runtime {
    let started = Arc::new((Mutex::new(0), Condvar::new()));
    let starts = Arc::clone(&started);
    let runtime = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(BLOCKING)
        .thread_name(name)
        // Longer than the other tests take, on a busy machine.
        .thread_keep_alive(Duration::from_secs(3600))
        // Called on the thread, after it has its name.
        .on_thread_start(move || {
            *starts.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
            starts.1.notify_all();
        })
        .enable_all()
        .build()
        .expect("a runtime");
    // None ends before all have started, so that each has a separate thread.
    let all = Arc::new(Barrier::new(BLOCKING));
    let tasks: Vec<_> = (0..BLOCKING)
        .map(|_| Arc::clone(&all))
        .map(|all| runtime.spawn_blocking(move || all.wait().is_leader()))
        .collect();
    for task in tasks {
        runtime.block_on(task).expect("it has run");
    }
    let count = started.0.lock().unwrap_or_else(PoisonError::into_inner);
    let all = WORKERS + BLOCKING;
    drop(started.1.wait_while(count, |count| *count < all).unwrap_or_else(PoisonError::into_inner));
    runtime
}

/// The body of each test.
fn check(test: usize) {
    let own =
        fs::read_link("/proc/thread-self/ns/net").expect("the namespace").display().to_string();
    let is_new = NETWORKS.lock().unwrap_or_else(PoisonError::into_inner).insert(own.clone());
    assert!(is_new, "another test is in the network of the test {test}");
    let runtimes: Vec<Runtime> =
        (0..RUNTIMES).map(|runtime| full_runtime(&format!("rt{test}.{runtime}"))).collect();
    ALL_ARE_UP.wait();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (name, network) in threads(&format!("rt{test}.")) {
        assert_eq!(network, own, "`{name}` is not in the network of its test");
        *seen.entry(name).or_default() += 1;
    }
    let expected: BTreeMap<String, usize> =
        (0..RUNTIMES).map(|runtime| (format!("rt{test}.{runtime}"), WORKERS + BLOCKING)).collect();
    assert_eq!(seen, expected, "the threads of the test {test}");
    ALL_HAVE_CHECKED.wait();
    drop(runtimes);
}

macro_rules! tests {
    ($($name:ident: $number:literal,)*) => {
        $(#[ns_test(link(a, b), timeout = "5m")] #[ignore = "they must all run at once"]
        fn $name() { check($number); })*
    };
}

/// They must run together: each waits for all others.
mod at_once {
    use super::*;

    tests! {
        t00: 0, t01: 1, t02: 2, t03: 3, t04: 4, t05: 5, t06: 6, t07: 7, t08: 8, t09: 9, t10: 10,
        t11: 11, t12: 12, t13: 13, t14: 14, t15: 15, t16: 16, t17: 17, t18: 18, t19: 19, t20: 20,
        t21: 21, t22: 22, t23: 23, t24: 24, t25: 25, t26: 26, t27: 27, t28: 28, t29: 29, t30: 30,
        t31: 31, t32: 32, t33: 33, t34: 34, t35: 35, t36: 36, t37: 37, t38: 38, t39: 39, t40: 40,
        t41: 41, t42: 42, t43: 43, t44: 44, t45: 45, t46: 46, t47: 47, t48: 48, t49: 49, t50: 50,
        t51: 51, t52: 52, t53: 53, t54: 54, t55: 55, t56: 56, t57: 57, t58: 58, t59: 59, t60: 60,
        t61: 61, t62: 62, t63: 63,
    }
}

#[test]
fn every_thread_of_every_runtime_is_in_its_tests_network() {
    if is_skipped("every_thread_of_every_runtime_is_in_its_tests_network") {
        return;
    }
    // A login's soft limit is too low for the file descriptors of all these runtimes, with any harness.
    let files = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: files.maximum, ..files })
        .expect("below the hard one");
    let rounds =
        env::var("NSFIXTURE_RUNTIMES").map_or(1, |rounds| rounds.parse().expect("a number"));
    for round in 1..=rounds {
        let output = Command::new(env::current_exe().expect("this binary"))
            .args(["at_once::", "--ignored", "--test-threads"])
            .arg(TESTS.to_string())
            .output()
            .expect("it runs");
        let printed = String::from_utf8_lossy(&output.stdout);
        let passed = format!("{TESTS} passed; 0 failed");
        assert!(output.status.success() && printed.contains(&passed), "round {round}: {printed}");
    }
    println!("{rounds} rounds of {TESTS} tests with {RUNTIMES} runtimes each");
}
