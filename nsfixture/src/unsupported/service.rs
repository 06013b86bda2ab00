//! Services in a network that is never up.

use std::borrow::BorrowMut;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::path::Path;
use std::pin::Pin;
use std::process::{Command, ExitStatus};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::task::JoinHandle;

use super::{Error, Node, Ping, Port};
use crate::service_output::{OutputLine, ServiceOutput};

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Node {
    pub fn service(&self, _: impl BorrowMut<Command>) -> Result<Service, Error> {
        match self.0 {}
    }

    pub fn wait_listening_async(&self, _: impl Into<Port>) -> Wait<()> {
        match self.0 {}
    }

    pub fn ping_async(&self, _: impl Into<Ping>) -> Wait<Duration> {
        match self.0 {}
    }
}

/// A program in a host: there is none on this system.
#[derive(Debug, Clone)]
pub struct Service(Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Service {
    pub fn name(&self) -> &str {
        match self.0 {}
    }

    pub fn node(&self) -> &Node {
        match self.0 {}
    }

    pub fn id(&self) -> u32 {
        match self.0 {}
    }

    pub fn output(&self) -> ServiceOutput {
        match self.0 {}
    }

    pub fn exit_status(&self) -> Result<Option<ExitStatus>, Error> {
        match self.0 {}
    }

    pub fn signal(&self, _: i32) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn wait_listening(&self, _: impl Into<Port>) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn wait_listening_for(&self, _: impl Into<Port>, _: Duration) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn wait_listening_async(&self, _: impl Into<Port>) -> Wait<()> {
        match self.0 {}
    }

    pub fn wait_line(&self, _: &str) -> Result<OutputLine, Error> {
        match self.0 {}
    }

    pub fn wait_line_for(&self, _: &str, _: Duration) -> Result<OutputLine, Error> {
        match self.0 {}
    }

    pub fn wait_line_async(&self, _: &str) -> Wait<OutputLine> {
        match self.0 {}
    }

    pub fn wait_file(&self, _: impl AsRef<Path>) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn wait_file_for(&self, _: impl AsRef<Path>, _: Duration) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn wait_file_async(&self, _: impl AsRef<Path>) -> Wait<()> {
        match self.0 {}
    }

    pub fn wait(&self) -> Result<ExitStatus, Error> {
        match self.0 {}
    }

    pub fn wait_for(&self, _: Duration) -> Result<ExitStatus, Error> {
        match self.0 {}
    }

    pub fn wait_async(&self) -> Wait<ExitStatus> {
        match self.0 {}
    }

    pub fn stop(&self) -> Result<ExitStatus, Error> {
        match self.0 {}
    }

    pub fn stop_for(&self, _: Duration) -> Result<ExitStatus, Error> {
        match self.0 {}
    }

    pub fn stop_async(&self) -> Wait<ExitStatus> {
        match self.0 {}
    }

    pub fn kill(&self) -> Result<ExitStatus, Error> {
        match self.0 {}
    }

    pub fn kill_async(&self) -> Wait<ExitStatus> {
        match self.0 {}
    }
}

/// What the future of a supported system has inside.
type Condition = Box<dyn FnOnce() + Send>;

/// A wait for something in a host, as a future: there is none on this system.
#[must_use = "a wait does nothing unless it is awaited"]
pub struct Wait<T> {
    never: Infallible,
    /// So that it may be sent where the others may.
    _like: PhantomData<(JoinHandle<T>, Condition)>,
}

#[allow(missing_docs, reason = "documented where they do something")]
impl<T: Send + 'static> Wait<T> {
    pub fn timeout(self, _: Duration) -> Self {
        match self.never {}
    }
}

impl<T: Send + 'static> Future for Wait<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        match self.never {}
    }
}

impl<T> Drop for Wait<T> {
    fn drop(&mut self) {
        match self.never {}
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.never {}
    }
}
