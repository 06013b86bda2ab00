//! A child process that runs one test of the same binary, and is terminated.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use tempfile::TempDir;

use crate::namespaces::{self, Namespace};
use crate::processes::{Mark, Process, VARIABLE};

/// The prefix of a child's announcements.
const PHASE: &str = "phase: ";

/// How long a child may take from one phase to the next.
const PHASE_TIMEOUT: Duration = Duration::from_secs(50);

/// Reports a phase to the parent, on a line of its own: libtest leaves its own lines unfinished.
pub fn announce(phase: &str) {
    let line = format!("\n{PHASE}{phase}\n");
    let mut stdout = io::stdout().lock();
    // A parent that no longer reads is about to kill this process.
    let _nobody = stdout.write_all(line.as_bytes()).and_then(|()| stdout.flush());
}

/// Waits until the parent resumes this process.
pub fn wait_for_parent() {
    let _end_of_file = io::stdin().lock().read_line(&mut String::new());
}

/// A running child. Dropping it kills it and every process that carries its mark.
pub struct ChildTest {
    mark: Mark,
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    printed: Vec<String>,
    directory: TempDir,
}

/// The processes and namespaces of a child while it runs.
#[derive(Debug)]
pub struct Observed {
    /// All processes that carry its mark, including the child.
    pub processes: Vec<Process>,
    /// Their namespaces, except those of the parent.
    pub namespaces: BTreeSet<Namespace>,
    holders: BTreeSet<Process>,
}

impl ChildTest {
    /// Starts the ignored test of this name.
    ///
    /// # Panics
    /// If that fails.
    #[must_use]
    pub fn start(test: &str, variables: &[(&str, &str)]) -> Self {
        Self::start_as(Command::new(own_binary()), test, variables)
    }

    /// Starts it as the child of another process, which then receives the signals; both are in one process group.
    ///
    /// # Panics
    /// If that fails.
    #[must_use]
    pub fn start_below_a_parent(test: &str, variables: &[(&str, &str)]) -> Self {
        let mut parent = Command::new("sh");
        // A shell becomes the last command itself.
        parent.args(["-c", "\"$0\" \"$@\"; exit $?"]).arg(own_binary());
        Self::start_as(parent, test, variables)
    }

    fn start_as(mut command: Command, test: &str, variables: &[(&str, &str)]) -> Self {
        let mark = Mark::new();
        let directory = tempfile::Builder::new().prefix("child-").tempdir();
        let directory = directory.expect("a temporary directory can be created");
        let mut child = command
            .args([test, "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .env(VARIABLE, mark.digits())
            .env("TMPDIR", directory.path())
            .envs(variables.iter().copied())
            .current_dir(directory.path())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the test binary can be started again");
        let (sender, lines) = mpsc::channel();
        forward(child.stdout.take().expect("it is piped"), sender.clone());
        forward(child.stderr.take().expect("it is piped"), sender);
        let stdin = child.stdin.take();
        Self { mark, child, stdin, lines, printed: Vec::new(), directory }
    }

    /// Returns its output so far, for a message.
    pub fn output(&mut self) -> String {
        self.printed.extend(self.lines.try_iter());
        self.printed.join("\n")
    }

    /// Waits until it announces a phase; returns false if it exits first.
    pub fn reaches(&mut self, phase: &str) -> bool {
        let announcement = format!("{PHASE}{phase}");
        while let Ok(line) = self.lines.recv_timeout(PHASE_TIMEOUT) {
            let reached = line == announcement;
            self.printed.push(line);
            if reached {
                return true;
            }
        }
        false
    }

    /// Resumes a child that waits for its parent.
    pub fn resume(&mut self) {
        self.stdin = None;
    }

    /// Lists its processes and their namespaces.
    pub fn observe(&self) -> Observed {
        let processes = self.mark.processes();
        let mine = namespaces::of_this_process();
        let namespaces: BTreeSet<_> =
            processes.iter().flat_map(namespaces::of).filter(|one| !mine.contains(one)).collect();
        let holders = namespaces::holders(&namespaces);
        Observed { processes, namespaces, holders }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        // It has not been waited for, so its PID is not reused even if it has exited.
        let _ended = kill_process(self.pid(), signal);
    }

    /// Sends a signal to its process group, as a terminal does, or a test runner.
    pub fn signal_group(&self, signal: Signal) {
        let _ended = kill_process_group(self.pid(), signal);
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Waits until it exits.
    ///
    /// # Panics
    /// If it cannot be waited for.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("a child can be waited for")
    }

    /// Waits until nothing is left of it; returns how long that took since `begin`.
    ///
    /// # Errors
    /// If something is left: which processes, namespaces or files.
    pub fn wait_until_gone(
        &self,
        begin: Instant,
        timeout: Duration,
        observed: Option<&Observed>,
    ) -> Result<Duration, String> {
        let left = self.mark.wait_until_gone(timeout);
        let took = begin.elapsed();
        if !left.is_empty() {
            let with_namespaces: Vec<_> =
                left.iter().map(|process| (process, namespaces::of(process))).collect();
            return Err(format!(
                "{took:?} after it ended, these processes are left: {with_namespaces:#?}"
            ));
        }
        if let Some(observed) = observed {
            // A process that exits shows its mark no longer, but keeps its namespaces while it closes packet sockets.
            loop {
                // The kernel may have reused a namespace's number, but not for the same processes.
                let holders = namespaces::holders(&observed.namespaces);
                let held: Vec<_> = holders.intersection(&observed.holders).collect();
                let Some(holder) = held.first() else { break };
                let left = timeout.saturating_sub(begin.elapsed());
                if left.is_zero() {
                    return Err(format!(
                        "its namespaces {:?} are held by {held:?}",
                        observed.namespaces
                    ));
                }
                holder.wait(left);
            }
        }
        let files = std::fs::read_dir(self.directory.path()).into_iter().flatten().flatten();
        let files: Vec<_> = files.map(|file| file.path()).collect();
        if files.is_empty() { Ok(took) } else { Err(format!("it has left files: {files:?}")) }
    }
}

impl Drop for ChildTest {
    fn drop(&mut self) {
        // After a pass there is nothing left to kill.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
        self.mark.processes().iter().for_each(Process::kill);
    }
}

fn own_binary() -> PathBuf {
    std::env::current_exe().expect("/proc is mounted")
}

/// Forwards the child's output, line by line.
fn forward(stream: impl Read + Send + 'static, sender: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
}
