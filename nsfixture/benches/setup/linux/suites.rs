//! Suites of tests: pairs whose bodies take some time, on one thread or more. Each suite has a process of its own, as
//! suites have, and as the library reads its environment once in a process.

use std::io;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::linux::echo::echo;
use crate::linux::ours::Ours;
use crate::linux::raw::Raw;
use crate::linux::subject::{Down, Pairs};

/// The first argument of the process of a suite.
pub(crate) const ARGUMENT: &str = "--one-suite";

/// How the networks of a suite are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Raw,
    /// Each once it is needed.
    Cold,
    /// With hosts that were made ahead.
    Ahead,
}

impl Way {
    pub(crate) const ALL: [Self; 3] = [Self::Raw, Self::Cold, Self::Ahead];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Cold => "nsfixture, cold",
            Self::Ahead => "nsfixture, hosts ahead",
        }
    }
}

/// The tests of a suite.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Suite {
    /// How long each body takes, without the byte there and back.
    pub(crate) body: Duration,
    /// The number of threads that run tests.
    pub(crate) threads: usize,
    pub(crate) tests: usize,
}

/// What a suite took in each way, in each round.
pub(crate) struct Times {
    pub(crate) suite: Suite,
    pub(crate) totals: [Vec<Duration>; Way::ALL.len()],
}

/// Runs suites of all kinds in turns.
pub(crate) fn run(rounds: usize, tests: usize) -> io::Result<Vec<Times>> {
    let kinds = [1, 2, 8].into_iter().flat_map(|threads| {
        [0, 1, 5, 20].map(|body| Suite { body: Duration::from_millis(body), threads, tests })
    });
    kinds
        .map(|suite| {
            let mut totals = [const { Vec::new() }; Way::ALL.len()];
            for _ in 0..rounds {
                for (way, totals) in Way::ALL.into_iter().zip(&mut totals) {
                    totals.push(in_a_process(suite, way)?);
                }
            }
            Ok(Times { suite, totals })
        })
        .collect()
}

fn in_a_process(Suite { body, threads, tests }: Suite, way: Way) -> io::Result<Duration> {
    let numbers = [body.as_micros() as usize, threads, tests].map(|number| number.to_string());
    let ahead = if way == Way::Ahead { "1" } else { "0" };
    let output = Command::new(std::env::current_exe()?)
        .args([ARGUMENT, way.name()])
        .args(numbers)
        .env("NSFIXTURE_AHEAD", ahead)
        .stderr(Stdio::inherit())
        .output()?;
    let took = String::from_utf8_lossy(&output.stdout).trim().parse();
    took.map(Duration::from_micros).map_err(|_| io::Error::other(format!("{way:?}: {output:?}")))
}

/// Runs the suite that the arguments of its process describe, and prints how long it took, in microseconds.
pub(crate) fn main(args: &[String]) -> io::Result<()> {
    let unknown = || io::Error::other(format!("not a suite: {args:?}"));
    let [way, numbers @ ..] = args else { return Err(unknown()) };
    let numbers: Result<Vec<usize>, _> = numbers.iter().map(|number| number.parse()).collect();
    let Ok([body, threads, tests]) = numbers.as_deref() else { return Err(unknown()) };
    let body = Duration::from_micros(*body as u64);
    let suite = Suite { body, threads: *threads, tests: *tests };
    let took = match Way::ALL.into_iter().find(|one| one.name() == way).ok_or_else(unknown)? {
        Way::Raw => time(suite, &Raw)?,
        Way::Cold | Way::Ahead => time(suite, &Ours)?,
    };
    println!("{}", took.as_micros());
    Ok(())
}

fn time(
    Suite { body, threads, tests }: Suite,
    subject: &(impl Pairs + Sync),
) -> io::Result<Duration> {
    let next = AtomicUsize::new(0);
    let begin = Instant::now();
    thread::scope(|scope| {
        let run_tests = || {
            while next.fetch_add(1, Ordering::Relaxed) < tests {
                let pair = subject.pair()?;
                echo(&pair)?;
                wait(body);
                pair.down()?;
            }
            io::Result::Ok(())
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(run_tests)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("no test panics"))
    })?;
    Ok(begin.elapsed())
}

/// Waits as a body does that waits for an answer.
fn wait(body: Duration) {
    if !body.is_zero() {
        let (_never_sends, receiver) = mpsc::channel::<()>();
        assert_eq!(receiver.recv_timeout(body), Err(RecvTimeoutError::Timeout));
    }
}
