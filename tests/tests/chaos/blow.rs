//! The ways in which a child is ended: from outside, by a signal, and by itself.

use std::hint::black_box;
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;
use std::str::FromStr;
use std::thread;
use std::time::Duration;

use nsfixture_tests::victim::{Victim, announce};
use rustix::process::{Resource, Rlimit, Signal, setrlimit};

use crate::pass;

/// Tells the child that it is to end itself, and how: `abort teardown 1200`.
pub(crate) const VARIABLE: &str = "NSFIXTURE_CHAOS_BLOW";

/// What libtest ends with if a test has failed.
const FAILED: i32 = 101;

/// What a child exits with that is told to.
const EXITED: i32 = 3;

/// How a child is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Blow {
    Kill,
    Terminate,
    Interrupt,
    KillGroup,
    /// Its parent is killed; it goes on to its end by itself.
    KillParent,
    Panic,
    Abort,
    Exit,
    Overflow,
}

/// All of them; the first ones come from outside.
pub(crate) const ALL: [Blow; 9] = [
    Blow::Kill,
    Blow::Terminate,
    Blow::Interrupt,
    Blow::KillGroup,
    Blow::KillParent,
    Blow::Panic,
    Blow::Abort,
    Blow::Exit,
    Blow::Overflow,
];

impl Blow {
    /// Whether the child does it itself.
    pub(crate) fn is_its_own(self) -> bool {
        matches!(self, Self::Panic | Self::Abort | Self::Exit | Self::Overflow)
    }

    /// Whether it can fall in a phase: the child has to run to end itself, and its body to panic.
    pub(crate) fn can_fall_in(self, phase: &str) -> bool {
        match self {
            Self::Panic => matches!(phase, "programs" | "daemons" | "rest"),
            blow => !blow.is_its_own() || phase != "start",
        }
    }

    /// Deals it to a child that has perhaps been stopped.
    pub(crate) fn deal(self, victim: &Victim) {
        match self {
            Self::Kill | Self::KillParent => victim.signal(Signal::KILL),
            Self::KillGroup => victim.signal_group(Signal::KILL),
            Self::Terminate => victim.signal(Signal::TERM),
            Self::Interrupt => victim.signal(Signal::INT),
            Self::Panic | Self::Abort | Self::Exit | Self::Overflow => {}
        }
        victim.signal(Signal::CONT);
    }

    /// Whether this is how a child ends by it.
    pub(crate) fn ends_with(self, status: ExitStatus) -> bool {
        let signal = |signal: Signal| status.signal() == Some(signal.as_raw());
        match self {
            Self::Kill | Self::KillGroup | Self::KillParent => signal(Signal::KILL),
            Self::Terminate => signal(Signal::TERM),
            Self::Interrupt => signal(Signal::INT),
            Self::Panic => status.code() == Some(FAILED),
            Self::Abort | Self::Overflow => signal(Signal::ABORT),
            Self::Exit => status.code() == Some(EXITED),
        }
    }

    /// Does it to the calling process.
    fn strike(self) {
        match self {
            Self::Panic => panic!("the body is to panic"),
            Self::Abort => std::process::abort(),
            Self::Exit => std::process::exit(EXITED),
            Self::Overflow => {
                black_box(deeper(0));
            }
            blow => panic!("{blow:?} comes from outside"),
        }
    }
}

/// Needs more stack than there is.
fn deeper(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if frame[63] == u64::MAX { depth } else { deeper(depth + 1) + frame[0] }
}

/// A blow that the child deals itself, so long after the beginning of a phase.
pub(crate) struct Own {
    blow: Blow,
    phase: String,
    moment: Duration,
}

impl Own {
    /// The text for the child.
    pub(crate) fn text(blow: Blow, phase: &str, moment: Duration) -> String {
        format!("{blow:?} {phase} {}", moment.as_micros())
    }

    /// What this process was told, if anything.
    pub(crate) fn told() -> Option<Self> {
        let text = std::env::var(VARIABLE).ok()?;
        // An abort is to leave no core either.
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        setrlimit(Resource::Core, none).expect("a limit can be lowered");
        Some(text.parse().unwrap_or_else(|()| panic!("{VARIABLE}={text}")))
    }
}

impl FromStr for Own {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let [name, phase, moment] = text.split(' ').collect::<Vec<_>>()[..] else { return Err(()) };
        let blow = ALL.into_iter().find(|blow| format!("{blow:?}") == name).ok_or(())?;
        let moment = Duration::from_micros(moment.parse().map_err(drop)?);
        Ok(Self { blow, phase: phase.to_owned(), moment })
    }
}

/// Begins a phase, in the body or beside it. The blow falls on a thread of its own, whatever the
/// others are doing then; only a panic is the body's.
pub(crate) fn begin(phase: &str, own: Option<&Own>) {
    announce(phase);
    let Some(&Own { blow, moment, .. }) = own.filter(|own| own.phase == phase) else { return };
    let fall = move || {
        pass(moment);
        blow.strike();
    };
    if blow == Blow::Panic {
        fall();
    } else {
        drop(thread::spawn(fall));
    }
}
