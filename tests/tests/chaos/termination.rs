//! The ways in which a child is terminated: by a signal from outside, and by itself.

use std::hint::black_box;
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;
use std::str::FromStr;
use std::thread;
use std::time::Duration;

use nsfixture_tests::child_test::{ChildTest, announce};
use rustix::process::{Resource, Rlimit, Signal, setrlimit};

use crate::pass;

/// The environment variable that tells the child to terminate itself, and how: `Abort teardown 1200`.
pub(crate) const VARIABLE: &str = "NSFIXTURE_CHAOS_TERMINATION";

/// The exit status of libtest if a test has failed.
const FAILED: i32 = 101;

/// The exit status of a child that exits by itself.
const EXITED: i32 = 3;

/// How a child is terminated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Termination {
    Kill,
    Terminate,
    Interrupt,
    KillGroup,
    /// Its parent is killed; the child runs to its end.
    KillParent,
    Panic,
    Abort,
    Exit,
    Overflow,
}

/// All of them; those from outside come first.
pub(crate) const ALL: [Termination; 9] = [
    Termination::Kill,
    Termination::Terminate,
    Termination::Interrupt,
    Termination::KillGroup,
    Termination::KillParent,
    Termination::Panic,
    Termination::Abort,
    Termination::Exit,
    Termination::Overflow,
];

impl Termination {
    /// Reports whether the child terminates itself.
    pub(crate) fn is_by_itself(self) -> bool {
        matches!(self, Self::Panic | Self::Abort | Self::Exit | Self::Overflow)
    }

    /// Reports whether it is possible in a phase: only a running child can terminate itself, and only in its body panic.
    pub(crate) fn applies_in(self, phase: &str) -> bool {
        match self {
            Self::Panic => matches!(phase, "programs" | "daemons" | "rest"),
            termination => !termination.is_by_itself() || phase != "start",
        }
    }

    /// Sends it to a child, which may be stopped.
    pub(crate) fn send(self, child: &ChildTest) {
        match self {
            Self::Kill | Self::KillParent => child.signal(Signal::KILL),
            Self::KillGroup => child.signal_group(Signal::KILL),
            Self::Terminate => child.signal(Signal::TERM),
            Self::Interrupt => child.signal(Signal::INT),
            Self::Panic | Self::Abort | Self::Exit | Self::Overflow => {}
        }
        child.signal(Signal::CONT);
    }

    /// Reports whether this is the exit status of a child that was terminated like this in a phase.
    pub(crate) fn ends_with(self, status: ExitStatus, phase: &str) -> bool {
        let signal = |signal: Signal| status.signal() == Some(signal.as_raw());
        match self {
            Self::Kill | Self::KillGroup | Self::KillParent => signal(Signal::KILL),
            Self::Terminate => signal(Signal::TERM),
            Self::Interrupt => signal(Signal::INT),
            Self::Abort | Self::Overflow => signal(Signal::ABORT),
            // That phase is announced before the test begins, which is what has to report.
            Self::Exit if phase == "set-up" && status.code() == Some(EXITED) => true,
            // Its test has not reported.
            Self::Panic | Self::Exit => status.code() == Some(FAILED),
        }
    }

    /// Terminates the calling process.
    fn apply(self) {
        match self {
            Self::Panic => panic!("the body is to panic"),
            Self::Abort => std::process::abort(),
            Self::Exit => std::process::exit(EXITED),
            Self::Overflow => {
                black_box(deeper(0));
            }
            termination => panic!("{termination:?} comes from outside"),
        }
    }
}

/// Recurses until the stack overflows.
fn deeper(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if frame[63] == u64::MAX { depth } else { deeper(depth + 1) + frame[0] }
}

/// How a child terminates itself, and how long after the beginning of which phase.
pub(crate) struct Own {
    termination: Termination,
    phase: String,
    moment: Duration,
}

impl Own {
    /// Returns the value of the environment variable.
    pub(crate) fn text(termination: Termination, phase: &str, moment: Duration) -> String {
        format!("{termination:?} {phase} {}", moment.as_micros())
    }

    /// Reads the environment variable, if it is set.
    pub(crate) fn from_environment() -> Option<Self> {
        let text = std::env::var(VARIABLE).ok()?;
        // An abort must leave no core file.
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        setrlimit(Resource::Core, none).expect("a limit can be lowered");
        Some(text.parse().unwrap_or_else(|()| panic!("{VARIABLE}={text}")))
    }
}

impl FromStr for Own {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let [name, phase, moment] = text.split(' ').collect::<Vec<_>>()[..] else { return Err(()) };
        let termination =
            ALL.into_iter().find(|termination| format!("{termination:?}") == name).ok_or(())?;
        let moment = Duration::from_micros(moment.parse().map_err(drop)?);
        Ok(Self { termination, phase: phase.to_owned(), moment })
    }
}

/// Begins a phase, and terminates the process in it if it is to. That happens on a separate thread, whatever the others are
/// doing at that moment; only a panic is the body's.
pub(crate) fn begin(phase: &str, own: Option<&Own>) {
    announce(phase);
    let Some(&Own { termination, moment, .. }) = own.filter(|own| own.phase == phase) else {
        return;
    };
    let fall = move || {
        pass(moment);
        termination.apply();
    };
    if termination == Termination::Panic {
        fall();
    } else {
        drop(thread::spawn(fall));
    }
}
