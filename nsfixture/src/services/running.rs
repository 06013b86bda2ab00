//! A service: what it has printed so far, and how it has ended.

use std::fs::File;
use std::io::Read as _;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::io::unix::AsyncFd;
use tokio::sync::watch;

use super::state::{Exit, State};
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

// What a panic leaves of it is consistent; only the types of its file descriptors do not say so.
impl UnwindSafe for Running {}
impl RefUnwindSafe for Running {}

/// A search for a line.
pub(crate) struct Search {
    service: Arc<Running>,
    id: u64,
}

impl Search {
    /// Returns the line, once it has been found.
    pub(crate) fn found(&self) -> Option<OutputLine> {
        self.service.state().found(self.id).cloned()
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.service.state().end_search(self.id);
    }
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
        self.state().exit()
    }

    /// Returns true if it was killed because its network went down.
    pub(super) fn was_killed(&self) -> bool {
        self.state().was_killed
    }

    /// Returns true if nobody has its streams open for writing.
    pub(crate) fn is_silent(&self) -> bool {
        self.state().is_closed == [true; 2]
    }

    /// Looks for the next line with a string, after those that have been taken for it, until this is dropped.
    pub(crate) fn look_for(self: &Arc<Self>, text: &str) -> Search {
        let id = self.state().begin_search(text);
        Search { service: Arc::clone(self), id }
    }

    /// Takes a line for a string, and all that come before it.
    pub(crate) fn take_for(&self, text: String, line: &OutputLine) {
        self.state().take(text, line);
    }

    /// Returns true if a line has been taken for this string.
    pub(crate) fn has_taken(&self, text: &str) -> bool {
        self.state().has_taken(text)
    }

    /// Returns what it has printed.
    pub(crate) fn output(&self) -> ServiceOutput {
        self.state().output()
    }

    /// Returns the last lines, at most this number, and the number of all.
    pub(crate) fn last_lines(&self, most: usize) -> (Vec<OutputLine>, u64) {
        self.state().last_lines(most)
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
        state.add(stream, &buffer[..length]);
        if length == 0 { Read::End } else { Read::Some }
    }

    /// Records that it has exited, which it has.
    pub(super) fn end(&self) {
        self.drain();
        let status = self.program().reap();
        self.state().end(Exit { status, at: Instant::now() });
        self.changed.send_replace(());
    }

    /// Kills it because its network goes down, unless it has ended by itself.
    pub(super) fn kill(&self) {
        if self.exit().is_none() && !self.program().has_exited() {
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
