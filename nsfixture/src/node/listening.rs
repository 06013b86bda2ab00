//! Waiting until a service listens.

use std::fmt;
use std::future::pending;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::time::timeout;

use super::handle::Node;
use super::wait::{Condition, DEFAULT_TIMEOUT, Wait};
use crate::error::Error;
use crate::kernel::sock_diag::{Protocol, SockDiag};

/// A transport port. A number converts to a TCP port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    protocol: Protocol,
    number: u16,
}

impl Port {
    /// Creates a TCP port.
    pub fn tcp(number: u16) -> Self {
        Self { protocol: Protocol::Tcp, number }
    }

    /// Creates a UDP port.
    pub fn udp(number: u16) -> Self {
        Self { protocol: Protocol::Udp, number }
    }

    fn protocol_name(self) -> &'static str {
        match self.protocol {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
        }
    }
}

impl From<u16> for Port {
    fn from(number: u16) -> Self {
        Self::tcp(number)
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} port {}", self.protocol_name(), self.number)
    }
}

/// The kernel has no event for a socket that starts to listen, so this polls, with an interval that
/// doubles from the first to the last.
const INTERVALS: (Duration, Duration) = (Duration::from_micros(200), Duration::from_millis(10));

impl Node {
    /// Waits up to 10 s until a socket of this host listens on a TCP port, or is bound to a UDP port.
    ///
    /// It reads the kernel's list of sockets (sock_diag(7)) and does not connect, so the service does
    /// not notice. It blocks the calling thread: a server that is a task of this thread's runtime
    /// cannot start meanwhile. Start it with [`Node::spawn`], or await
    /// [`wait_listening_async`](Self::wait_listening_async).
    ///
    /// # Errors
    /// Returns an error that lists the listening sockets if the time runs out
    /// ([`is_timeout`](Error::is_timeout)).
    pub fn wait_listening(&self, port: impl Into<Port>) -> Result<(), Error> {
        self.wait_listening_for(port, DEFAULT_TIMEOUT)
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
        let condition = Listening { advice: advice_to_a_task(), ..Listening::on(port.into()) };
        Wait::until(self, None, condition).timeout(timeout).block()
    }

    /// Like [`wait_listening`](Self::wait_listening), for asynchronous code: a future that does not block the
    /// thread that polls it.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(link(client, server))]
    /// async fn connects(server: Node) -> Result<(), Box<dyn std::error::Error>> {
    ///     // In the host of the body, on its only thread.
    ///     let listener = tokio::spawn(tokio::net::TcpListener::bind("client:80"));
    ///     Node::current().ok_or("no host")?.wait_listening_async(80).await?;
    ///     server.spawn(tokio::net::TcpStream::connect("client:80")).await??;
    ///     drop(listener.await??);
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn wait_listening_async(&self, port: impl Into<Port>) -> Wait<()> {
        Wait::until(self, None, Listening::on(port.into()))
    }
}

/// A socket that listens.
pub(super) struct Listening {
    port: Port,
    /// The next interval.
    interval: Duration,
    /// Opened in the host.
    diag: Option<SockDiag>,
    /// The addresses that were seen last.
    seen: Vec<SocketAddr>,
    advice: &'static str,
}

impl Listening {
    pub(super) fn on(port: Port) -> Self {
        Self { port, interval: INTERVALS.0, diag: None, seen: Vec::new(), advice: "" }
    }
}

impl Condition for Listening {
    type Found = ();

    fn check(&mut self, node: &Node) -> Result<Option<()>, Error> {
        let cx = node.context();
        let diag = self.diag.take().map_or_else(|| SockDiag::open(cx), Ok)?;
        self.seen = self.diag.insert(diag).listening(cx, self.port.protocol)?;
        let is_there = self.seen.iter().any(|addr| addr.port() == self.port.number);
        Ok(is_there.then_some(()))
    }

    async fn event(&mut self) {
        // Nothing happens until then.
        let _over = timeout(self.interval, pending::<()>()).await;
        self.interval = (self.interval * 2).min(INTERVALS.1);
    }

    fn waited_for(&self) -> String {
        format!("a socket on {}", self.port)
    }

    fn seen(&self) -> String {
        let protocol = self.port.protocol_name();
        let seen = match self.seen.as_slice() {
            [] => format!("; no {protocol} sockets are open"),
            open => format!("; listening {protocol} sockets: {open:?}"),
        };
        seen + self.advice
    }
}

/// Returns advice for a task that waits here, because it blocks the other tasks of its thread.
fn advice_to_a_task() -> &'static str {
    let single = |runtime: Handle| runtime.runtime_flavor() == RuntimeFlavor::CurrentThread;
    if Handle::try_current().is_ok_and(single) {
        "; this call blocks the runtime's only thread: start the server with `Node::spawn`, \
         await `wait_listening_async` instead, or set `flavor = \"multi_thread\"`"
    } else {
        ""
    }
}
