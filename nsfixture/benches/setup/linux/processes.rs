//! Processes with one test each, as nextest starts them, compared with the same process without a test.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use nsfixture::__private::v1::Test;
use nsfixture::Topology;

use crate::linux::access;
use crate::linux::echo::echo;

/// The first argument of a process with one test.
pub(crate) const ARGUMENT: &str = "--one-test";

/// The user without privileges as whom processes are started, if this one may: nobody.
const USER: u32 = 65534;

/// Who starts the processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Caller,
    Nobody,
}

/// How long processes took.
pub(crate) struct Times {
    pub(crate) by: By,
    /// Those that only list their tests.
    pub(crate) empty: Vec<Duration>,
    /// Those that run one: two hosts, and a byte there and back.
    pub(crate) test: Vec<Duration>,
}

/// Runs processes in turns, as root also for a user without privileges.
pub(crate) fn run(rounds: usize) -> io::Result<Vec<Times>> {
    let is_root = fs::metadata("/proc/self")?.uid() == 0 && access::has_all_ids()?;
    let who = if is_root { &[By::Caller, By::Nobody][..] } else { &[By::Caller] };
    who.iter()
        .map(|&by| {
            let mut times = Times { by, empty: Vec::new(), test: Vec::new() };
            for _ in 0..rounds {
                times.empty.push(time(by, "--list")?);
                times.test.push(time(by, ARGUMENT)?);
            }
            Ok(times)
        })
        .collect()
}

fn time(by: By, argument: &str) -> io::Result<Duration> {
    // By this path it can be started by a user who may not read the directory that it is in.
    let mut command = Command::new("/proc/self/exe");
    command.arg(argument).stdin(Stdio::null()).stdout(Stdio::null()).env("NSFIXTURE_REQUIRE", "1");
    if by == By::Nobody {
        command.uid(USER).gid(USER).current_dir("/");
    }
    let begin = Instant::now();
    let status = command.status()?;
    let took = begin.elapsed();
    if status.success() { Ok(took) } else { Err(io::Error::other(format!("{argument}: {status}"))) }
}

/// Runs the one test of a process.
pub(crate) fn main() -> ExitCode {
    let test = Test::new(Topology::new().link(("a", "b")));
    test.run("bench::echo", |fixture| echo(&fixture.net()))
}
