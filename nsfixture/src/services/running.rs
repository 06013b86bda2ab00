//! A service: what it has printed so far, and how it has ended.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use nix::errno::Errno;
use tokio::io::unix::AsyncFd;
use tokio::sync::watch;

use super::lines::Splitter;
use super::record::Record;
use crate::kernel::program::{self, Program};
use crate::service_output::{OutputLine, ServiceOutput};

/// A service of a network.
pub(crate) struct Running {
    /// Unique in its host.
    pub(crate) name: String,
    /// The index of its host.
    pub(crate) host: usize,
    /// The directory in which it was started.
    pub(crate) directory: PathBuf,
    pub(super) program: AsyncFd<Program>,
    /// Its output and its errors.
    pub(super) streams: [AsyncFd<File>; 2],
    state: Mutex<State>,
    changed: watch::Sender<()>,
}

#[derive(Default)]
struct State {
    record: Record,
    splitters: [Splitter; 2],
    is_closed: [bool; 2],
    /// For each text, the number of the line after the last one that was taken for it.
    taken: HashMap<String, u64>,
    exit: Option<Exit>,
    /// True if it was still running when its network went down.
    was_killed: bool,
}

/// How and when a service has exited.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exit {
    /// An error if somebody else has waited for it.
    pub(crate) status: Result<ExitStatus, Errno>,
    pub(crate) at: Instant,
}

/// What came of reading once.
pub(super) enum Read {
    Some,
    Nothing,
    End,
}

/// The most that is read at once.
const BUFFER: usize = 64 * 1024;

/// The most that is read when a program has ended: others may go on writing, but what it has written itself is in
/// the pipe, which holds no more than this (`fs.pipe-max-size`, pipe(7)).
const LEFT_IN_A_PIPE: usize = 1024 * 1024;

impl Running {
    /// The calling thread is in the context of the runtime that supervises it.
    pub(super) fn new(
        name: String,
        host: usize,
        directory: PathBuf,
        program: AsyncFd<Program>,
        streams: [AsyncFd<File>; 2],
    ) -> Self {
        let (changed, _) = watch::channel(());
        Self { name, host, directory, program, streams, state: Mutex::default(), changed }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns its program.
    pub(crate) fn program(&self) -> &Program {
        self.program.get_ref()
    }

    /// Returns a receiver of changes: of what it has printed, and of its end.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Returns how it has exited. What it had printed until then has been read.
    pub(crate) fn exit(&self) -> Option<Exit> {
        self.state().exit
    }

    /// Returns true if it was killed because its network went down.
    pub(super) fn was_killed(&self) -> bool {
        self.state().was_killed
    }

    /// Returns true if nobody has its streams open for writing.
    pub(crate) fn is_silent(&self) -> bool {
        self.state().is_closed == [true; 2]
    }

    /// Returns the next line with a text, after those that have been taken for this text.
    pub(crate) fn find_next(&self, text: &str) -> Option<OutputLine> {
        let state = self.state();
        state.record.find(text, state.taken.get(text).copied().unwrap_or(0)).cloned()
    }

    /// Takes a line for a text, and all that come before it.
    pub(crate) fn take_for(&self, text: String, line: &OutputLine) {
        let mut state = self.state();
        let next = state.taken.entry(text).or_default();
        *next = (line.number + 1).max(*next);
    }

    /// Returns true if a line has been taken for this text.
    pub(crate) fn has_taken(&self, text: &str) -> bool {
        self.state().taken.contains_key(text)
    }

    /// Returns what it has printed.
    pub(crate) fn output(&self) -> ServiceOutput {
        let state = self.state();
        let lines = state.record.lines().cloned().chain(state.parts()).collect();
        ServiceOutput { lines, cut: state.record.cut_bytes() }
    }

    /// Returns the last lines, at most so many, and the number of all.
    pub(crate) fn last_lines(&self, most: usize) -> (Vec<OutputLine>, u64) {
        let state = self.state();
        let parts: Vec<OutputLine> = state.parts().collect();
        let count = state.record.count() + parts.len() as u64;
        let before = most.saturating_sub(parts.len());
        let skipped = state.record.lines().len().saturating_sub(before);
        (state.record.lines().skip(skipped).cloned().chain(parts).collect(), count)
    }

    /// Reads once from a stream.
    pub(super) fn read(&self, stream: usize) -> Read {
        let mut buffer = vec![0; BUFFER];
        let read = self.take(stream, &mut buffer);
        if !matches!(read, Read::Nothing) {
            self.changed.send_replace(());
        }
        read
    }

    /// Reads what is left in the pipes.
    pub(super) fn drain(&self) {
        let mut buffer = vec![0; BUFFER];
        for stream in 0..self.streams.len() {
            for _ in 0..LEFT_IN_A_PIPE / BUFFER {
                if !matches!(self.take(stream, &mut buffer), Read::Some) {
                    break;
                }
            }
        }
        self.changed.send_replace(());
    }

    fn take(&self, stream: usize, buffer: &mut [u8]) -> Read {
        // Under this lock, so that what is read first is recorded first.
        let mut state = self.state();
        if state.is_closed[stream] {
            return Read::End;
        }
        let read = self.streams[stream].get_ref().read(buffer);
        let length = match read {
            Ok(length) => length,
            Err(error) if program::is_empty_now(&error) => return Read::Nothing,
            // A pipe has no other errors; without it there is nothing to wait for.
            Err(_) => 0,
        };
        let State { record, splitters, is_closed, .. } = &mut *state;
        let time = Instant::now();
        let is_stderr = stream == 1;
        let mut add = |bytes| record.add(OutputLine { number: 0, time, is_stderr, bytes });
        if length > 0 {
            splitters[stream].feed(&buffer[..length], add);
            return Read::Some;
        }
        is_closed[stream] = true;
        splitters[stream].finish().map(&mut add);
        Read::End
    }

    /// Records that it has exited, which it has.
    pub(super) fn end(&self) {
        self.drain();
        let status = self.program().reap();
        self.state().exit = Some(Exit { status, at: Instant::now() });
        self.changed.send_replace(());
    }

    /// Kills it because its network goes down, unless it has ended by itself.
    pub(super) fn kill(&self) {
        if self.state().exit.is_none() && !self.program().has_exited() {
            self.state().was_killed = true;
            // What does not end is reported with the other processes of the network.
            let _refused = self.program().signal(program::SIGKILL);
        }
    }

    /// Waits until its exit is recorded.
    pub(super) async fn ended(&self) {
        let mut changes = self.changes();
        while self.exit().is_none() && changes.changed().await.is_ok() {}
    }
}

impl State {
    /// Returns what was printed since the last ends of lines.
    fn parts(&self) -> impl Iterator<Item = OutputLine> {
        let parts = self.splitters.iter().enumerate();
        parts.filter_map(|(stream, splitter)| {
            let bytes = splitter.part()?.to_vec();
            let number = self.record.count();
            Some(OutputLine { number, time: Instant::now(), is_stderr: stream == 1, bytes })
        })
    }
}
