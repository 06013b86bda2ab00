//! Calls of the command, none of which is waited for longer than a minute.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Time enough for a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What became of a call. A stream ends when nobody is left who has it open, a daemon neither.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit status, or 128 and the signal's number, as a shell reports it.
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Where the command is.
pub(crate) fn path() -> String {
    std::env::var("NSFIXTURE_COMMAND").unwrap_or(env!("CARGO_BIN_EXE_nsfixture").to_owned())
}

fn nsfixture(arguments: &[&str]) -> Command {
    let mut command = Command::new(path());
    // In a group of its own, to which it can send signals.
    command.args(arguments).process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Calls it with nothing to read.
#[track_caller]
pub(crate) fn call(arguments: &[&str]) -> Outcome {
    Running::start(arguments).end()
}

/// Reports whether the machine allows no networks, and prints that; panics if `NSFIXTURE_REQUIRE` is set.
#[track_caller]
pub(crate) fn nothing_to_test() -> bool {
    let outcome = call(&["run", "true"]);
    if outcome.status == 0 {
        return false;
    }
    assert!(std::env::var_os("NSFIXTURE_REQUIRE").is_none_or(|value| value == "0"), "{outcome:?}");
    eprintln!("not run: {}", outcome.stderr);
    true
}

/// A call that has not ended yet.
pub(crate) struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    #[track_caller]
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = nsfixture(arguments).spawn().expect("the command starts");
        let stdout = BufReader::new(child.stdout.take().expect("its output is piped"));
        Self { child, stdout }
    }

    pub(crate) fn process(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).expect("a number of a process"))
    }

    /// The next line that it prints.
    #[track_caller]
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).expect("its output is text");
        line.trim_end().to_owned()
    }

    #[track_caller]
    pub(crate) fn write(&mut self, line: &str) {
        let stdin = self.child.stdin.as_mut().expect("its input is piped");
        writeln!(stdin, "{line}").expect("it reads its input");
    }

    #[track_caller]
    pub(crate) fn signal(&self, signal: Signal) {
        kill(self.process(), signal).expect("it has not been waited for");
    }

    /// Closes its input, and waits until it and all that has its streams open have ended.
    #[track_caller]
    pub(crate) fn end(mut self) -> Outcome {
        drop(self.child.stdin.take());
        let process = self.process();
        let (done, ended) = mpsc::channel();
        thread::spawn(move || {
            let (mut stdout, mut stderr) = (String::new(), String::new());
            let errors = self.child.stderr.take().expect("its errors are piped");
            let errors = thread::spawn(move || {
                let mut errors = errors;
                errors.read_to_string(&mut stderr).map(|_| stderr)
            });
            self.stdout.read_to_string(&mut stdout).expect("its output is text");
            let stderr = errors.join().expect("no panic").expect("its errors are text");
            let status = number(self.child.wait().expect("it is a child"));
            // Nobody listens only after a panic.
            let _nobody = done.send(Outcome { status, stdout, stderr });
        });
        ended.recv_timeout(TIMEOUT).unwrap_or_else(|_| {
            let _gone = kill(process, Signal::SIGKILL);
            panic!("something of it has not ended")
        })
    }
}

fn number(status: ExitStatus) -> i32 {
    status.code().or(status.signal().map(|signal| 128 + signal)).expect("it has ended")
}
