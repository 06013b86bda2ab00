//! A program that is supervised.

use std::fmt;
use std::process::ExitStatus;
use std::sync::Arc;

use crate::error::{Error, Operation};
use crate::node::handle::Node;
use crate::service_output::ServiceOutput;
use crate::services::{Exit, Running};

/// A program in a host, whose output and end are recorded: what [`Node::service`] returns.
///
/// This is a handle: cheap to clone, and it can be sent to other threads. The program runs on when it is dropped, until
/// the network goes down.
///
/// A `wait_` method waits until the program is ready: until it listens ([`wait_listening`](Self::wait_listening)), has printed
/// a line ([`wait_line`](Self::wait_line)) or has created a file ([`wait_file`](Self::wait_file)). Each has a timeout of 10 s
/// unless another one is set, and fails at once with the exit status and the last lines when the program has exited
/// ([`Error::is_exited`]). Those whose names end in `_async` return a [`Wait`](crate::Wait), a future that any
/// runtime can poll.
#[derive(Clone)]
pub struct Service {
    pub(super) node: Node,
    pub(super) running: Arc<Running>,
}

impl Service {
    /// Returns the name that reports and errors use: that of the program's file, with a number if another service of
    /// the host has it, such as `sh` and `sh-2`.
    pub fn name(&self) -> &str {
        &self.running.name
    }

    /// Returns the host.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Returns the PID. Another process may have it once the program has exited.
    pub fn id(&self) -> u32 {
        self.running.program().id()
    }

    /// Returns what the program has printed so far: everything, or the last 1 MiB. It stays when the network is down.
    pub fn output(&self) -> ServiceOutput {
        self.running.output()
    }

    /// Returns the exit status, or `None` while the program is running. [`wait`](Self::wait) waits for it.
    ///
    /// # Errors
    /// Returns an error if the program has exited and its status is not known, because something else in this process
    /// has waited for it (wait(2)).
    pub fn exit_status(&self) -> Result<Option<ExitStatus>, Error> {
        self.running.exit().map(|exit| self.status_of(exit)).transpose()
    }

    /// Sends a signal to the program, by its number (signal(7)). A program that has exited gets none.
    ///
    /// # Errors
    /// Returns an error if the number is no signal's, or if the program has changed its user.
    pub fn signal(&self, signal: i32) -> Result<(), Error> {
        self.running
            .program()
            .signal(signal)
            .map_err(|errno| self.node.error(Operation::Signal, self.name(), errno as i32))
    }

    pub(super) fn status_of(&self, exit: Exit) -> Result<ExitStatus, Error> {
        exit.status.map_err(|errno| self.node.error(Operation::Wait, self.name(), errno as i32))
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("name", &self.name())
            .field("node", &self.node)
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}
