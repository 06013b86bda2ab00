//! Waiting until a service listens.

use std::fmt;
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, RuntimeFlavor};

use super::handle::Node;
use crate::error::{Error, Kind};
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

/// How long a service may take to start.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// The kernel has no event for a socket that starts to listen, so this polls, with an interval that
/// doubles from the first to the last.
const INTERVALS: (Duration, Duration) = (Duration::from_micros(200), Duration::from_millis(10));

impl Node {
    /// Waits up to 10 s until a socket of this host listens on a TCP port, or is bound to a UDP port.
    ///
    /// It reads the kernel's list of sockets (sock_diag(7)) and does not connect, so the service does
    /// not notice. It blocks the calling thread: a server that is a task of this thread's runtime
    /// cannot start meanwhile. Start it with [`Node::spawn`], or use `flavor = "multi_thread"`.
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
        let port = port.into();
        let advice = advice_to_a_task();
        self.try_run(|| self.poll_until_listening(port, timeout, advice))?
    }

    fn poll_until_listening(
        &self,
        port: Port,
        timeout: Duration,
        advice: &str,
    ) -> Result<(), Error> {
        let cx = self.context();
        let begin = Instant::now();
        let diag = SockDiag::open(cx)?;
        let (mut interval, longest) = INTERVALS;
        loop {
            let listening = diag.listening(cx, port.protocol)?;
            if listening.iter().any(|addr| addr.port() == port.number) {
                return Ok(());
            }
            if begin.elapsed() >= timeout {
                let seen = match listening.as_slice() {
                    [] => format!("; no {} sockets are open", port.protocol_name()),
                    open => format!("; listening {} sockets: {open:?}", port.protocol_name()),
                };
                let seen = seen + advice;
                let host = self.name().to_owned();
                let waited_for = format!("a socket on {port}");
                return Err(Kind::Timeout { waited_for, host, after: timeout, seen }.into());
            }
            let left = timeout.saturating_sub(begin.elapsed());
            self.network.wait_unless_down(self.index, interval.min(left))?;
            interval = (interval * 2).min(longest);
        }
    }
}

/// Returns advice for a task that waits here, because it blocks the other tasks of its thread.
fn advice_to_a_task() -> &'static str {
    let single = |runtime: Handle| runtime.runtime_flavor() == RuntimeFlavor::CurrentThread;
    if Handle::try_current().is_ok_and(single) {
        "; this call blocks the runtime's only thread: start the server with `Node::spawn`, or set \
         `flavor = \"multi_thread\"`"
    } else {
        ""
    }
}
