//! What is waited for of a service.

use std::future::pending;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::timeout;

use super::handle::Service;
use crate::error::{Error, Kind, Operation};
use crate::kernel::file_events::FileEvents;
use crate::kernel::readiness;
use crate::node::handle::Node;
use crate::node::wait::Condition;
use crate::service_output::OutputLine;
use crate::services::Search;

/// A line with a string in it.
pub(super) struct Line {
    pub(super) service: Service,
    pub(super) text: String,
    pub(super) search: Option<Search>,
    /// When it was seen that the program has closed both of its streams.
    pub(super) silent_since: Option<Instant>,
}

/// A program that exits closes its streams first, and is reported as exited if it does so within this time.
const EXITING: Duration = Duration::from_secs(1);

impl Condition for Line {
    type Found = OutputLine;

    fn check(&mut self, node: &Node) -> Result<Option<OutputLine>, Error> {
        let running = &self.service.running;
        let is_silent = running.is_silent();
        let search = self.search.get_or_insert_with(|| running.look_for(&self.text));
        let found = search.found();
        if found.is_some() || !is_silent || running.exit().is_some() {
            return Ok(found);
        }
        if self.silent_since.get_or_insert_with(Instant::now).elapsed() < EXITING {
            return Ok(None);
        }
        let (name, text) = (self.service.name(), &self.text);
        let printed = running.printed();
        let found = format!(
            "`{name}` has closed its standard output and error without a line with {text:?}, and is running; {printed}"
        );
        Err(Kind::Failed { operation: Operation::Wait, host: node.name().to_owned(), found }.into())
    }

    async fn event(&mut self) {
        match self.silent_since {
            // Nothing happens until then.
            Some(since) => {
                let left = EXITING.saturating_sub(since.elapsed());
                let _over = timeout(left, pending::<()>()).await;
            }
            None => pending().await,
        }
    }

    fn waited_for(&self) -> String {
        format!("a line of `{}` with {:?}", self.service.name(), self.text)
    }

    fn seen(&self) -> String {
        if self.service.running.has_taken(&self.text) {
            "; an earlier wait has found one, and this one needs another".to_owned()
        } else {
            String::new()
        }
    }
}

/// A file.
pub(super) struct FileIsThere {
    pub(super) path: PathBuf,
    /// Opened in the host.
    pub(super) events: Option<AsyncFd<FileEvents>>,
}

impl Condition for FileIsThere {
    type Found = ();

    fn check(&mut self, node: &Node) -> Result<Option<()>, Error> {
        let cx = node.context();
        let open = || {
            let events = FileEvents::open(cx)?;
            let watch = || readiness::watch(events, Interest::READABLE);
            cx.attempt_io(Operation::Watch, "files", watch)
        };
        let events = self.events.take().map_or_else(open, Ok)?;
        let is_there = self.events.insert(events).get_ref().is_there(cx, &self.path)?;
        Ok(is_there.then_some(()))
    }

    async fn event(&mut self) {
        let Some(events) = &self.events else { return };
        // The next check takes all events: what comes after them makes it readable again.
        match events.readable().await {
            Ok(mut ready) => ready.clear_ready(),
            // The runtime ends, and the wait with it.
            Err(_) => pending().await,
        }
    }

    fn waited_for(&self) -> String {
        format!("the file {}", self.path.display())
    }
}

/// The end of the program, perhaps after a signal.
pub(super) struct End {
    pub(super) service: Service,
    /// The signal to send, and its name.
    pub(super) signal: Option<(i32, &'static str)>,
    pub(super) is_sent: bool,
}

impl Condition for End {
    type Found = ExitStatus;

    fn check(&mut self, _: &Node) -> Result<Option<ExitStatus>, Error> {
        if let Some((signal, _)) = self.signal
            && !self.is_sent
        {
            self.service.signal(signal)?;
            self.is_sent = true;
        }
        self.service.exit_status()
    }

    fn waited_for(&self) -> String {
        let name = self.service.name();
        match self.signal {
            Some((_, signal)) => format!("`{name}` to exit after {signal}"),
            None => format!("`{name}` to exit"),
        }
    }
}
