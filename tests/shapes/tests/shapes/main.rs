//! The shapes of a failed assertion. Each is a test that must fail; this file runs each of them many times in processes of their
//! own, and prints how often it has failed. Those that cannot be seen are in the guide, and in [`UNSEEN`], each with a reason.
//!
//! Some of their bodies sleep: a timed wait before the assertion is their very shape. No body sleeps to wait for something else.
//!
//! `NSFIXTURE_SHAPES_RUNS` is the number of runs of each; `ci/shapes.sh` sets it.
#![forbid(unsafe_code)]
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod endings;
mod hooks;
mod pools;
mod tasks;
mod tasks_of_hosts;
mod threads;

use std::env;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The shapes that pass, each with the reason.
const UNSEEN: &[(&str, &str)] = &[
    ("endings::by_another_program", "execve(2) replaces the process"),
    (
        "hooks::a_thread_after_the_hook_was_replaced",
        "the hook that sees panics is gone, which a line reports",
    ),
    (
        "hooks::a_thread_after_the_hook_was_taken",
        "the hook that sees panics is gone, which a line reports",
    ),
    ("tasks::of_a_runtime_of_the_body", "tokio drops a runtime's tasks with it"),
    ("tasks::of_an_aborted_task", "it was aborted"),
    ("tasks::after_a_second", "it waits longer than the grace of 100 ms"),
    ("threads::after_a_second", "it waits longer than the grace of 100 ms"),
    ("threads::by_resume_unwind", "it does not call the panic hook"),
];

/// The processes at the same time; more than this machine has CPUs, so that they are busy.
const AT_ONCE: usize = 6;

/// Fails, as an assertion in a test does.
fn fail() {
    assert_eq!(1, 2, "a false claim");
}

fn list() -> Vec<String> {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--list", "--ignored", "--format=terse"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect()
}

fn run(shape: &str) -> Output {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--test-threads=1", shape])
        .env_remove("NSFIXTURE_REQUIRE")
        .output()
        .unwrap()
}

/// A shape, and what became of its runs.
struct Row {
    shape: String,
    failed: AtomicUsize,
    /// The output of a run that passed.
    passed: Mutex<Option<String>>,
}

#[test]
fn no_shape_passes() {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return;
    }
    let runs = env::var("NSFIXTURE_SHAPES_RUNS").map_or(1, |runs| runs.parse().unwrap());
    let rows: Vec<Row> = list()
        .into_iter()
        .map(|shape| Row { shape, failed: AtomicUsize::new(0), passed: Mutex::default() })
        .collect();
    assert!(rows.len() >= 60, "only {} shapes", rows.len());
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    // One run of each shape after the other.
                    let Some(row) = rows.get(nth % rows.len()).filter(|_| nth < rows.len() * runs)
                    else {
                        return;
                    };
                    let output = run(&row.shape);
                    if output.status.success() {
                        let text = [&output.stdout[..], &output.stderr].concat();
                        let text = String::from_utf8_lossy(&text).into_owned();
                        *row.passed.lock().unwrap() = Some(text);
                    } else {
                        row.failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let mut wrong = Vec::new();
    for Row { shape, failed, passed } in &rows {
        let failed = failed.load(Ordering::Relaxed);
        let unseen = UNSEEN.iter().find(|(unseen, _)| unseen == shape);
        let reason = unseen.map_or("", |(_, reason)| reason);
        println!("{shape:<64} {failed:>5} of {runs} failed  {reason}");
        if failed < runs && unseen.is_none() {
            let text = passed.lock().unwrap().take().unwrap_or_default();
            wrong.push(format!("{shape}: {} of {runs} passed:\n{text}", runs - failed));
        }
    }
    for (unseen, _) in UNSEEN {
        assert!(rows.iter().any(|row| row.shape == *unseen), "there is no shape `{unseen}`");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
