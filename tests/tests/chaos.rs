//! A test that is killed at any moment leaves nothing.
//!
//! `NSFIXTURE_CHAOS_KILLS` says how often it is killed, `NSFIXTURE_CHAOS_SEED` chooses the
//! moments again as they were chosen before.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

use std::collections::BTreeMap;
use std::fmt::Display;
use std::os::unix::process::ExitStatusExt as _;
use std::str::FromStr;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use nsfixture::Topology;
use nsfixture_tests::host::HostState;
use nsfixture_tests::processes::Mark;
use nsfixture_tests::random::Random;
use nsfixture_tests::victim::{Victim, announce};
use nsfixture_tests::{nothing_to_test, programs, say};
use rustix::process::Signal;

/// The phases, each with the microseconds after its announcement among which one is chosen.
const PHASES: [(&str, u64); 6] = [
    ("start", 6_000),
    ("set-up", 4_000),
    ("programs", 8_000),
    ("daemons", 8_000),
    ("rest", 2_000),
    ("teardown", 12_000),
];

/// Time enough for a busy machine; what is left at all is left for a thousand seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a child is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Blow {
    Kill,
    Terminate,
    KillGroup,
}

#[derive(Debug, Default)]
struct Tally {
    kills: u64,
    by_phase: BTreeMap<&'static str, u64>,
    by_blow: BTreeMap<Blow, u64>,
    longest: Duration,
}

#[test]
fn nothing_is_left_of_the_killed() {
    if nothing_to_test("nothing_is_left_of_the_killed") {
        return;
    }
    let kills: u64 = from_environment("NSFIXTURE_CHAOS_KILLS").unwrap_or(40);
    let seed = from_environment("NSFIXTURE_CHAOS_SEED").unwrap_or_else(Random::seed);
    let mut random = Random::new(seed);
    let before = HostState::snapshot();
    let mut tally = Tally::default();
    let mut tries = 0;
    while tally.kills < kills {
        // Some end before the blow falls.
        assert!(tries < 4 * kills + 40, "too few are killed in time: {tally:?}");
        tries += 1;
        if let Err(left) = kill_one(&mut random, &mut tally) {
            panic!("NSFIXTURE_CHAOS_SEED={seed}, child {tries}: {left}");
        }
    }
    before.assert_same_now(&format!("after {kills} kills"));
    let Tally { by_phase, by_blow, longest, .. } = tally;
    say(&format!(
        "chaos: NSFIXTURE_CHAOS_SEED={seed}: {kills} kills {by_phase:?} {by_blow:?}; nothing was \
         left after {longest:?} at the most"
    ));
}

fn from_environment<T: FromStr<Err: Display>>(variable: &str) -> Option<T> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|error| panic!("{variable}={value}: {error}")))
}

fn kill_one(random: &mut Random, tally: &mut Tally) -> Result<(), String> {
    let (phase, span) = PHASES[random.within(0..PHASES.len() as u64) as usize];
    let moment = Duration::from_micros(random.within(0..span));
    let blow = match random.within(0..10) {
        0 | 1 => Blow::Terminate,
        2 | 3 => Blow::KillGroup,
        _ => Blow::Kill,
    };
    let looks = random.once_in(4);

    let mut victim = Victim::start("victim", &[]);
    if phase != "start" && !victim.reaches(phase) {
        return Err(format!("the child does not reach {phase}:\n{}", victim.said()));
    }
    pass(moment);
    // A look takes longer than a phase: so it is stopped before that.
    let seen = looks.then(|| {
        victim.signal(Signal::STOP);
        victim.look()
    });
    let begin = Instant::now();
    match blow {
        Blow::Kill => victim.signal(Signal::KILL),
        Blow::KillGroup => victim.signal_group(Signal::KILL),
        Blow::Terminate => {
            victim.signal(Signal::TERM);
            victim.signal(Signal::CONT);
        }
    }
    let status = victim.wait();
    let gone = victim.gone(begin, PATIENCE, seen.as_ref());
    let gone = gone.map_err(|left| {
        format!(
            "{blow:?} {moment:?} after the beginning of {phase}, {status}: {left}\n{}",
            victim.said()
        )
    })?;
    if status.signal().is_some() {
        tally.kills += 1;
        *tally.by_phase.entry(phase).or_default() += 1;
        *tally.by_blow.entry(blow).or_default() += 1;
        tally.longest = tally.longest.max(gone);
    }
    Ok(())
}

/// Lets so much time pass: a timer for the most of it, the rest at the clock, for timers are late
/// by tens of microseconds.
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
fn victim() {
    // Somebody may ask for all ignored tests.
    if Mark::own().is_none() {
        return;
    }
    announce("set-up");
    let topology = Topology::new().link(("a", "b"));
    let _code = nsfixture::private::Test::new(topology).run_in("a").timeout_millis(60_000).run(
        concat!(module_path!(), "::victim"),
        |cx| {
            let b = cx.node("b");
            announce("programs");
            for _ in 0..4 {
                programs::start_child(|program| b.command(program));
                programs::start_child(|program| std::process::Command::new(program));
            }
            announce("daemons");
            programs::start_daemon(|program| b.command(program));
            programs::start_daemon(|program| std::process::Command::new(program));
            announce("rest");
            pass(Duration::from_millis(2));
            announce("teardown");
        },
    );
}
