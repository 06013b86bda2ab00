//! Waiting for a service.

use std::path::Path;
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;

use super::conditions::{End, FileIsThere, Line};
use super::handle::Service;
use crate::error::Error;
use crate::kernel::program::{SIGKILL, SIGTERM};
use crate::node::listening::{Listening, Port};
use crate::node::wait::{Condition, Wait};
use crate::service_output::OutputLine;

impl Service {
    fn until<C: Condition>(&self, condition: C) -> Wait<C::Found> {
        Wait::until(&self.node, Some(&self.running), condition)
    }

    /// Waits up to 10 s until a socket of the host listens on a TCP port, or is bound to a UDP port, as
    /// [`Node::wait_listening`](crate::Node::wait_listening) does.
    ///
    /// # Errors
    /// Returns an error if the time runs out ([`is_timeout`](Error::is_timeout)), or if the program has exited
    /// ([`is_exited`](Error::is_exited)).
    pub fn wait_listening(&self, port: impl Into<Port>) -> Result<(), Error> {
        self.wait_listening_async(port).block()
    }

    /// Like [`wait_listening`](Self::wait_listening), with a custom timeout.
    ///
    /// # Errors
    /// Returns the same errors as [`wait_listening`](Self::wait_listening).
    pub fn wait_listening_for(
        &self,
        port: impl Into<Port>,
        timeout: Duration,
    ) -> Result<(), Error> {
        self.wait_listening_async(port).timeout(timeout).block()
    }

    /// Like [`wait_listening`](Self::wait_listening), for asynchronous code.
    pub fn wait_listening_async(&self, port: impl Into<Port>) -> Wait<()> {
        self.until(Listening::on(port.into()))
    }

    /// Waits up to 10 s until the program has printed a line that contains a string, on one of its streams, and returns
    /// the line.
    ///
    /// The lines that it has printed before the call count, too. Each line is found once for each string: a second call with
    /// the same string finds another line, such as that of the second time that the program has reloaded its configuration.
    /// What follows the last end of a line is not a line yet, unless the program has closed the stream or exited.
    ///
    /// # Errors
    /// Returns an error if the time runs out ([`is_timeout`](Error::is_timeout)), if the program has exited
    /// ([`is_exited`](Error::is_exited)), or if it has closed both of its streams.
    pub fn wait_line(&self, text: &str) -> Result<OutputLine, Error> {
        self.wait_line_async(text).block()
    }

    /// Like [`wait_line`](Self::wait_line), with a custom timeout.
    ///
    /// # Errors
    /// Returns the same errors as [`wait_line`](Self::wait_line).
    pub fn wait_line_for(&self, text: &str, timeout: Duration) -> Result<OutputLine, Error> {
        self.wait_line_async(text).timeout(timeout).block()
    }

    /// Like [`wait_line`](Self::wait_line), for asynchronous code.
    pub fn wait_line_async(&self, text: &str) -> Wait<OutputLine> {
        let (service, taken) = (self.clone(), text.to_owned());
        let wait =
            self.until(Line { service, text: text.to_owned(), search: None, silent_since: None });
        // Only now, so that a future that is dropped takes no line away.
        let running = Arc::clone(&self.running);
        wait.on_return(move |line| running.take_for(taken, line))
    }

    /// Waits up to 10 s until there is a file, a socket or anything else at a path, as the host sees it. A relative path
    /// begins in the working directory of the program.
    ///
    /// # Errors
    /// Returns an error if the time runs out ([`is_timeout`](Error::is_timeout)), if the program has exited
    /// ([`is_exited`](Error::is_exited)), or if the path cannot be watched (inotify(7)).
    pub fn wait_file(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.wait_file_async(path).block()
    }

    /// Like [`wait_file`](Self::wait_file), with a custom timeout.
    ///
    /// # Errors
    /// Returns the same errors as [`wait_file`](Self::wait_file).
    pub fn wait_file_for(&self, path: impl AsRef<Path>, timeout: Duration) -> Result<(), Error> {
        self.wait_file_async(path).timeout(timeout).block()
    }

    /// Like [`wait_file`](Self::wait_file), for asynchronous code.
    pub fn wait_file_async(&self, path: impl AsRef<Path>) -> Wait<()> {
        self.until(FileIsThere { path: self.running.directory.join(path), events: None })
    }

    /// Waits up to 10 s until the program exits, and returns its status.
    ///
    /// # Errors
    /// Returns an error if the time runs out ([`is_timeout`](Error::is_timeout)), if the network goes down
    /// ([`is_down`](Error::is_down)), or the errors of [`exit_status`](Self::exit_status).
    pub fn wait(&self) -> Result<ExitStatus, Error> {
        self.wait_async().block()
    }

    /// Like [`wait`](Self::wait), with a custom timeout.
    ///
    /// # Errors
    /// Returns the same errors as [`wait`](Self::wait).
    pub fn wait_for(&self, timeout: Duration) -> Result<ExitStatus, Error> {
        self.wait_async().timeout(timeout).block()
    }

    /// Like [`wait`](Self::wait), for asynchronous code.
    pub fn wait_async(&self) -> Wait<ExitStatus> {
        self.end(None)
    }

    /// Sends SIGTERM to the program, waits up to 10 s until it exits, and returns its status. Processes that it has
    /// started get no signal.
    ///
    /// A program that ignores the signal runs on, until [`kill`](Self::kill) or the end of the network.
    ///
    /// # Errors
    /// Returns the same errors as [`wait`](Self::wait) and [`signal`](Self::signal).
    pub fn stop(&self) -> Result<ExitStatus, Error> {
        self.stop_async().block()
    }

    /// Like [`stop`](Self::stop), with a custom timeout.
    ///
    /// # Errors
    /// Returns the same errors as [`stop`](Self::stop).
    pub fn stop_for(&self, timeout: Duration) -> Result<ExitStatus, Error> {
        self.stop_async().timeout(timeout).block()
    }

    /// Like [`stop`](Self::stop), for asynchronous code. The signal is sent when it is first polled.
    pub fn stop_async(&self) -> Wait<ExitStatus> {
        self.end(Some((SIGTERM, "SIGTERM")))
    }

    /// Kills the program with SIGKILL, waits up to 10 s until it has exited, and returns its status. Processes that it has
    /// started run on, until the network goes down.
    ///
    /// # Errors
    /// Returns the same errors as [`stop`](Self::stop).
    pub fn kill(&self) -> Result<ExitStatus, Error> {
        self.kill_async().block()
    }

    /// Like [`kill`](Self::kill), for asynchronous code. The signal is sent when it is first polled.
    pub fn kill_async(&self) -> Wait<ExitStatus> {
        self.end(Some((SIGKILL, "SIGKILL")))
    }

    fn end(&self, signal: Option<(i32, &'static str)>) -> Wait<ExitStatus> {
        self.until(End { service: self.clone(), signal, is_sent: false })
    }
}
