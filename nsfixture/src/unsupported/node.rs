//! The hosts of a network that is never up.

use std::convert::Infallible;
use std::ffi::OsStr;
use std::fmt;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::pin::Pin;
use std::process::Command;
use std::task::{Context, Poll};
use std::time::Duration;

use nsfixture_plan::Interface;
use tokio::task::{AbortHandle, JoinError};

use super::{Error, Ping, Port, Target};

/// A host of a network that is up: there is none on this system.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Node(pub(super) Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Node {
    /// Returns the host that the calling thread is in.
    pub fn current() -> Option<Self> {
        None
    }

    pub fn name(&self) -> &str {
        match self.0 {}
    }

    pub fn ipv4(&self) -> Ipv4Addr {
        match self.0 {}
    }

    pub fn ipv6(&self) -> Ipv6Addr {
        match self.0 {}
    }

    pub fn addrs(&self) -> Vec<IpAddr> {
        match self.0 {}
    }

    pub fn interfaces(&self) -> &[Interface] {
        match self.0 {}
    }

    pub fn run<T: Send>(&self, _: impl FnOnce() -> T + Send) -> T {
        match self.0 {}
    }

    pub fn block_on<F>(&self, _: F) -> F::Output
    where
        F: Future + Send,
        F::Output: Send,
    {
        match self.0 {}
    }

    pub fn spawn<F>(&self, _: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        match self.0 {}
    }

    pub fn command(&self, _: impl AsRef<OsStr>) -> Command {
        match self.0 {}
    }

    pub fn ping(&self, _: impl Into<Ping>) -> Result<Duration, Error> {
        match self.0 {}
    }

    pub fn wait_listening(&self, _: impl Into<Port>) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn wait_listening_for(&self, _: impl Into<Port>, _: Duration) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn sysctl(&self, _: &str) -> Result<String, Error> {
        match self.0 {}
    }

    pub fn set_sysctl(&self, _: &str, _: impl fmt::Display) -> Result<(), Error> {
        match self.0 {}
    }
}

impl fmt::Display for Node {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

impl From<Node> for Target {
    fn from(_: Node) -> Self {
        Self(())
    }
}

impl From<&Node> for Target {
    fn from(_: &Node) -> Self {
        Self(())
    }
}

/// A handle to a task.
pub struct JoinHandle<T>(tokio::task::JoinHandle<T>);

#[allow(missing_docs, reason = "documented where they do something")]
impl<T> JoinHandle<T> {
    pub fn abort(&self) {
        self.0.abort();
    }

    pub fn abort_handle(&self) -> AbortHandle {
        self.0.abort_handle()
    }

    pub fn is_finished(&self) -> bool {
        self.0.is_finished()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").field("finished", &self.is_finished()).finish_non_exhaustive()
    }
}
