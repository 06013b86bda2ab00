//! A child that runs one test of the same binary, and is made to end.

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

/// What a child's announcements begin with.
const PHASE: &str = "phase: ";

/// How long a child may take from one phase to the next.
const PATIENCE: Duration = Duration::from_secs(50);

/// Tells the parent how far this process has come; past libtest, which writes no whole lines.
pub fn announce(phase: &str) {
    let line = format!("\n{PHASE}{phase}\n");
    let mut stdout = io::stdout().lock();
    // A parent that listens no more is about to end this process.
    let _nobody = stdout.write_all(line.as_bytes()).and_then(|()| stdout.flush());
}

/// Waits for the parent's word.
pub fn await_word() {
    let _word = io::stdin().lock().read_line(&mut String::new());
}

/// A running child. Dropped, it is killed, with all that bears its mark.
pub struct Victim {
    mark: Mark,
    child: Child,
    word: Option<ChildStdin>,
    heard: Receiver<String>,
    said: Vec<String>,
    directory: TempDir,
}

/// What has been seen of a child while it lived.
#[derive(Debug)]
pub struct Seen {
    /// All that bears its mark, the child included.
    pub processes: Vec<Process>,
    /// The namespaces of these, except those in which the parent is.
    pub namespaces: BTreeSet<Namespace>,
    holders: BTreeSet<Process>,
}

impl Victim {
    /// Starts the ignored test of this name.
    ///
    /// # Panics
    /// If that fails.
    #[must_use]
    pub fn start(test: &str, variables: &[(&str, &str)]) -> Self {
        Self::start_as(Command::new(own_binary()), test, variables)
    }

    /// Starts it below another process, which is then the one that signals are sent to; they are
    /// in one group.
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
        let directory = tempfile::Builder::new().prefix("victim-").tempdir();
        let directory = directory.expect("a directory can be made");
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
        let (tell, heard) = mpsc::channel();
        follow(child.stdout.take().expect("it is piped"), tell.clone());
        follow(child.stderr.take().expect("it is piped"), tell);
        let word = child.stdin.take();
        Self { mark, child, word, heard, said: Vec::new(), directory }
    }

    /// What it has said so far, for a message.
    pub fn said(&mut self) -> String {
        self.said.extend(self.heard.try_iter());
        self.said.join("\n")
    }

    /// Waits until it announces a phase; false if it ends without.
    pub fn reaches(&mut self, phase: &str) -> bool {
        let announcement = format!("{PHASE}{phase}");
        while let Ok(line) = self.heard.recv_timeout(PATIENCE) {
            let reached = line == announcement;
            self.said.push(line);
            if reached {
                return true;
            }
        }
        false
    }

    /// Lets the child that waits for a word go on.
    pub fn give_word(&mut self) {
        self.word = None;
    }

    /// Looks at what it has and has started.
    pub fn look(&self) -> Seen {
        let processes = self.mark.processes();
        let mine = namespaces::of_this_process();
        let namespaces: BTreeSet<_> =
            processes.iter().flat_map(namespaces::of).filter(|one| !mine.contains(one)).collect();
        let holders = namespaces::holders(&namespaces);
        Seen { processes, namespaces, holders }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        // Nobody has waited for it: until then its number is its own, also when it has ended.
        let _ended = kill_process(self.pid(), signal);
    }

    /// Sends a signal to its process group, as a terminal does, or a test runner.
    pub fn signal_group(&self, signal: Signal) {
        let _ended = kill_process_group(self.pid(), signal);
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// If it cannot be waited for.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("a child can be waited for")
    }

    /// Waits until nothing is left of it; how long that took since `begin`.
    ///
    /// # Errors
    /// What is left.
    pub fn gone(
        &self,
        begin: Instant,
        patience: Duration,
        seen: Option<&Seen>,
    ) -> Result<Duration, String> {
        let left = self.mark.wait_until_gone(patience);
        let took = begin.elapsed();
        if !left.is_empty() {
            let with_namespaces: Vec<_> =
                left.iter().map(|process| (process, namespaces::of(process))).collect();
            return Err(format!("{took:?} after its end there still are {with_namespaces:#?}"));
        }
        if let Some(seen) = seen {
            // Its namespaces' numbers may be another's by now, but not with the same processes.
            let holders = namespaces::holders(&seen.namespaces);
            let held: Vec<_> = holders.intersection(&seen.holders).collect();
            if !held.is_empty() {
                return Err(format!("its namespaces {:?} are held by {held:?}", seen.namespaces));
            }
        }
        let files = std::fs::read_dir(self.directory.path()).into_iter().flatten().flatten();
        let files: Vec<_> = files.map(|file| file.path()).collect();
        if files.is_empty() { Ok(took) } else { Err(format!("it has left files: {files:?}")) }
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        // Where all went well there is nothing to end.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
        self.mark.processes().iter().for_each(Process::kill);
    }
}

fn own_binary() -> PathBuf {
    std::env::current_exe().expect("/proc is mounted")
}

/// Sends on what the child says, line by line.
fn follow(stream: impl Read + Send + 'static, tell: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                return;
            }
        }
    });
}
