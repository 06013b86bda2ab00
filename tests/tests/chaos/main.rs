//! A test that ends at any moment, in whatever way, leaves nothing.
//!
//! `NSFIXTURE_CHAOS_KILLS` says how often it is killed, `NSFIXTURE_CHAOS_SEED` chooses the
//! moments again as they were chosen before.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

mod blow;

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::str::FromStr;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use nsfixture::Topology;
use nsfixture_tests::ends::Ends;
use nsfixture_tests::host::HostState;
use nsfixture_tests::processes::Mark;
use nsfixture_tests::random::Random;
use nsfixture_tests::victim::Victim;
use nsfixture_tests::{namespaces, nothing_to_test, programs, say};
use rustix::process::Signal;

use blow::{Blow, Own};

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

#[derive(Debug, Default)]
struct Tally {
    kills: u64,
    by_phase: BTreeMap<&'static str, u64>,
    by_blow: BTreeMap<Blow, Kills>,
    /// How many network namespaces the kernel was seen to let go of, and when it did at the latest.
    namespaces: usize,
    last_namespace: Duration,
}

/// How many there were, and how long the last process lived on at the most.
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
    if nothing_to_test("nothing_is_left_of_the_killed") {
        return;
    }
    let kills: u64 = from_environment("NSFIXTURE_CHAOS_KILLS").unwrap_or(45);
    let seed = from_environment("NSFIXTURE_CHAOS_SEED").unwrap_or_else(Random::seed);
    let mut random = Random::new(seed);
    let before = HostState::snapshot();
    let mut tally = Tally::default();
    let ends = Ends::new();
    let mut tries = 0;
    while tally.kills < kills {
        // Some end before the blow falls.
        assert!(tries < 4 * kills + 40, "too few are killed in time: {tally:?}");
        tries += 1;
        if let Err(left) = kill_one(&mut random, &ends, &mut tally) {
            panic!("NSFIXTURE_CHAOS_SEED={seed}, child {tries}: {left}");
        }
    }
    before.assert_same_now(&format!("after {kills} kills"));
    let Tally { by_phase, by_blow, namespaces, last_namespace, .. } = tally;
    let by_force = by_blow.iter().filter(|&(&blow, _)| blow != Blow::KillParent);
    let longest = by_force.map(|(_, kills)| kills.longest).max().unwrap_or_default();
    say(&format!(
        "chaos: NSFIXTURE_CHAOS_SEED={seed}: {kills} kills {by_phase:?}; the last process was gone \
         {longest:.1?} after the end at the most ({by_blow:?}); of {namespaces} network namespaces \
         the kernel had let go after {last_namespace:.1?}"
    ));
}

fn from_environment<T: FromStr<Err: Display>>(variable: &str) -> Option<T> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|error| panic!("{variable}={value}: {error}")))
}

fn kill_one(random: &mut Random, ends: &Ends, tally: &mut Tally) -> Result<(), String> {
    let blow = *random.pick(&blow::ALL);
    let (phase, span) = loop {
        let one = *random.pick(&PHASES);
        if blow.can_fall_in(one.0) {
            break one;
        }
    };
    let moment = Duration::from_micros(random.within(0..span));
    // What is looked at is stopped first, and a parent is not what would be.
    let looks = random.once_in(4) && blow != Blow::KillParent;

    let own = Own::text(blow, phase, moment);
    let mut victim = match blow {
        Blow::KillParent => Victim::start_below_a_parent("victim", &[]),
        _ if blow.is_its_own() => Victim::start("victim", &[(blow::VARIABLE, &own)]),
        _ => Victim::start("victim", &[]),
    };
    if phase != "start" && !victim.reaches(phase) {
        return Err(format!("the child does not reach {phase}:\n{}", victim.said()));
    }
    let (mut seen, mut networks) = (None, Vec::new());
    if !blow.is_its_own() {
        pass(moment);
    }
    // A look takes longer than a phase: so it is stopped before that.
    if looks {
        victim.signal(Signal::STOP);
        let look = victim.look();
        networks = namespaces::open_networks(&look.namespaces, &look.processes);
        seen = Some(look);
    }
    let count = networks.len();
    ends.expect(networks);
    let mut begin = Instant::now();
    blow.deal(&victim);
    let status = victim.wait();
    if blow.is_its_own() {
        begin = Instant::now();
    }
    let what = format!("{blow:?} {moment:?} after the beginning of {phase}, {status}");
    let gone = victim.gone(begin, PATIENCE, seen.as_ref());
    let gone = gone.map_err(|left| format!("{what}: {left}\n{}", victim.said()))?;
    let left = ends.wait(count, PATIENCE);
    if left > 0 {
        return Err(format!("{what}: the kernel keeps {left} of {count} network namespaces"));
    }
    if count > 0 {
        tally.namespaces += count;
        tally.last_namespace = tally.last_namespace.max(begin.elapsed());
    }
    if blow.ends_with(status) {
        tally.kills += 1;
        *tally.by_phase.entry(phase).or_default() += 1;
        let kills = tally.by_blow.entry(blow).or_default();
        kills.count += 1;
        kills.longest = kills.longest.max(gone);
    } else if !status.success() {
        return Err(format!("{what}, which is another end:\n{}", victim.said()));
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
    let own = Own::told();
    blow::begin("set-up", own.as_ref());
    let topology = Topology::new().link(("a", "b"));
    let _code = nsfixture::__private::v1::Test::new(topology)
        .run_in("a")
        .timeout_millis(60_000)
        .run(concat!(module_path!(), "::victim"), move |cx| {
            let begin = |phase| blow::begin(phase, own.as_ref());
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
