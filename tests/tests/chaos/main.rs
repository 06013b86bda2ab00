//! A test that is terminated at any moment, in any way, leaves nothing behind.
//!
//! `NSFIXTURE_CHAOS_KILLS` sets the number of kills, `NSFIXTURE_CHAOS_SEED` reproduces the moments of an earlier run.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

mod termination;

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::str::FromStr;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use nsfixture::Topology;
use nsfixture_tests::child_test::ChildTest;
use nsfixture_tests::machine::MachineState;
use nsfixture_tests::namespace_teardown::Teardowns;
use nsfixture_tests::processes::Mark;
use nsfixture_tests::random::Random;
use nsfixture_tests::{is_skipped, namespaces, print_line, programs};
use rustix::process::Signal;

use termination::{Own, Termination};

/// The phases, each with the range of microseconds after its announcement from which the moment is chosen.
const PHASES: [(&str, u64); 6] = [
    ("start", 6_000),
    ("set-up", 4_000),
    ("programs", 8_000),
    ("daemons", 8_000),
    ("rest", 2_000),
    ("teardown", 12_000),
];

/// Long enough for a busy machine. Processes that are not cleaned up sleep for a thousand seconds.
const TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Debug, Default)]
struct Tally {
    kills: u64,
    by_phase: BTreeMap<&'static str, u64>,
    by_termination: BTreeMap<Termination, Kills>,
    /// The number of network namespaces whose teardown was observed, and the longest time until then.
    namespaces: usize,
    last_namespace: Duration,
}

/// The number of kills, and the longest time until the last process was gone.
#[derive(Default)]
struct Kills {
    count: u64,
    longest: Duration,
}

impl fmt::Debug for Kills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {:.1?}", self.count, self.longest)
    }
}

#[test]
fn nothing_is_left_of_the_killed() {
    if is_skipped("nothing_is_left_of_the_killed") {
        return;
    }
    let kills: u64 = from_environment("NSFIXTURE_CHAOS_KILLS").unwrap_or(45);
    let seed = from_environment("NSFIXTURE_CHAOS_SEED").unwrap_or_else(Random::seed);
    let mut random = Random::new(seed);
    let before = MachineState::snapshot();
    let mut tally = Tally::default();
    let teardowns = Teardowns::new();
    let mut tries = 0;
    while tally.kills < kills {
        // Some exit before they are terminated.
        assert!(tries < 4 * kills + 40, "too few are killed in time: {tally:?}");
        tries += 1;
        if let Err(left) = kill_one(&mut random, &teardowns, &mut tally) {
            panic!("NSFIXTURE_CHAOS_SEED={seed}, child {tries}: {left}");
        }
    }
    before.assert_same_now(&format!("after {kills} kills"));
    let Tally { by_phase, by_termination, namespaces, last_namespace, .. } = tally;
    let by_force =
        by_termination.iter().filter(|&(&termination, _)| termination != Termination::KillParent);
    let longest = by_force.map(|(_, kills)| kills.longest).max().unwrap_or_default();
    print_line(&format!(
        "chaos: NSFIXTURE_CHAOS_SEED={seed}: {kills} kills {by_phase:?}; the last process was gone \
         {longest:.1?} after the end at the most ({by_termination:?}); of {namespaces} network namespaces \
         the kernel had freed the last after {last_namespace:.1?}"
    ));
}

fn from_environment<T: FromStr<Err: Display>>(variable: &str) -> Option<T> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|error| panic!("{variable}={value}: {error}")))
}

fn kill_one(random: &mut Random, teardowns: &Teardowns, tally: &mut Tally) -> Result<(), String> {
    let termination = *random.pick(&termination::ALL);
    let (phase, span) = loop {
        let one = *random.pick(&PHASES);
        if termination.applies_in(one.0) {
            break one;
        }
    };
    let moment = Duration::from_micros(random.within(0..span));
    // A child is stopped before it is observed, which does not work if its parent receives the signals.
    let is_stopped = random.once_in(4) && termination != Termination::KillParent;

    let own = Own::text(termination, phase, moment);
    let mut child = match termination {
        Termination::KillParent => ChildTest::start_below_a_parent("child_test", &[]),
        _ if termination.is_by_itself() => {
            ChildTest::start("child_test", &[(termination::VARIABLE, &own)])
        }
        _ => ChildTest::start("child_test", &[]),
    };
    if phase != "start" && !child.reaches(phase) {
        return Err(format!("the child does not reach {phase}:\n{}", child.output()));
    }
    let (mut observed, mut networks) = (None, Vec::new());
    if !termination.is_by_itself() {
        pass(moment);
    }
    // Observing takes longer than a phase, so the child is stopped first.
    if is_stopped {
        child.signal(Signal::STOP);
        let all = child.observe();
        networks = namespaces::open_networks(&all.namespaces, &all.processes);
        observed = Some(all);
    }
    let count = networks.len();
    teardowns.expect(networks);
    let mut begin = Instant::now();
    termination.send(&child);
    let status = child.wait();
    if termination.is_by_itself() {
        begin = Instant::now();
    }
    let what = format!("{termination:?} {moment:?} after the beginning of {phase}, {status}");
    let gone = child.wait_until_gone(begin, TIMEOUT, observed.as_ref());
    let gone = gone.map_err(|left| format!("{what}: {left}\n{}", child.output()))?;
    let left = teardowns.wait(count, TIMEOUT);
    if left > 0 {
        return Err(format!("{what}: the kernel keeps {left} of {count} network namespaces"));
    }
    if count > 0 {
        tally.namespaces += count;
        tally.last_namespace = tally.last_namespace.max(begin.elapsed());
    }
    if termination.ends_with(status, phase) {
        tally.kills += 1;
        *tally.by_phase.entry(phase).or_default() += 1;
        let kills = tally.by_termination.entry(termination).or_default();
        kills.count += 1;
        kills.longest = kills.longest.max(gone);
    } else if !status.success() {
        return Err(format!("{what}, which is not the expected status:\n{}", child.output()));
    }
    Ok(())
}

/// Waits for this time: with a timer for most of it and by reading the clock for the rest, because timers are late by tens of
/// microseconds.
fn pass(time: Duration) {
    let begin = Instant::now();
    let (_nobody, never) = mpsc::channel::<()>();
    let _late = never.recv_timeout(time.saturating_sub(Duration::from_micros(200)));
    while begin.elapsed() < time {
        std::hint::spin_loop();
    }
}

#[test]
#[ignore = "run by the other test of this file, in a process that is killed"]
fn child_test() {
    // All ignored tests may be run.
    if Mark::own().is_none() {
        return;
    }
    let own = Own::from_environment();
    termination::begin("set-up", own.as_ref());
    let topology = Topology::new().link(("a", "b"));
    // Every second process has a cable that can be impaired.
    let has_faults = std::process::id().is_multiple_of(2);
    let topology = if has_faults { topology.faults() } else { topology };
    let _code = nsfixture::__private::v1::Test::new(topology)
        .run_in("a")
        .timeout_millis(60_000)
        .run(concat!(module_path!(), "::child_test"), move |cx| {
            let begin = |phase| termination::begin(phase, own.as_ref());
            let b = cx.node("b");
            begin("programs");
            for _ in 0..4 {
                programs::start_child(|program| b.command(program));
                programs::start_child(|program| std::process::Command::new(program));
            }
            begin("daemons");
            programs::start_daemon(|program| b.command(program));
            programs::start_daemon(|program| std::process::Command::new(program));
            if programs::leaving_is_seen_after_a_kill() {
                programs::start_leaving_daemon(|program| b.command(program));
            }
            begin("rest");
            pass(Duration::from_millis(2));
            begin("teardown");
        });
}
