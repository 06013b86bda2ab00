//! Waiting for a service to listen.

use std::fmt;
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, RuntimeFlavor};

use super::Node;
use crate::error::{Error, Kind};
use crate::kernel::attempt::{Gate, Place};
use crate::kernel::sock_diag::{Protocol, SockDiag};

/// A port that a service takes: a number alone is a TCP port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    protocol: Protocol,
    number: u16,
}

impl Port {
    /// A TCP port.
    pub fn tcp(number: u16) -> Self {
        Self { protocol: Protocol::Tcp, number }
    }

    /// A UDP port.
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
const DEADLINE: Duration = Duration::from_secs(10);

/// The kernel tells nobody when a socket begins to listen, so it is asked again after a pause,
/// which doubles from the first length to the last.
const PAUSES: (Duration, Duration) = (Duration::from_micros(200), Duration::from_millis(10));

impl Node {
    /// Waits until a socket of this node listens on a TCP port, or is bound to a UDP one.
    ///
    /// It asks the kernel for its list of sockets (sock_diag(7)) rather than connecting: the
    /// service does not see it. The calling thread waits: a server that is a task of its runtime has
    /// to be started before, with [`Node::spawn`], or to have a thread of its own
    /// (`flavor = "multi_thread"`).
    ///
    /// # Errors
    /// If nothing listens there within 10 s, which is an error that
    /// [`is_timeout`](Error::is_timeout) and says which ports are taken.
    pub fn wait_listening(&self, port: impl Into<Port>) -> Result<(), Error> {
        self.wait_listening_for(port, DEADLINE)
    }

    /// The same with a deadline of one's own.
    ///
    /// # Errors
    /// As [`wait_listening`](Self::wait_listening).
    pub fn wait_listening_for(
        &self,
        port: impl Into<Port>,
        deadline: Duration,
    ) -> Result<(), Error> {
        let port = port.into();
        let advice = advice_to_a_task();
        self.try_run(|| self.ask_until_listening(port, deadline, advice))?
    }

    fn ask_until_listening(
        &self,
        port: Port,
        deadline: Duration,
        advice: &str,
    ) -> Result<(), Error> {
        let gate = Gate::default();
        let place = Place { gate: &gate, node: Some(self.name()) };
        let begin = Instant::now();
        let diag = SockDiag::open(place)?;
        let (mut pause, longest) = PAUSES;
        loop {
            let waiting = diag.waiting(place, port.protocol)?;
            if waiting.iter().any(|addr| addr.port() == port.number) {
                return Ok(());
            }
            if begin.elapsed() >= deadline {
                let seen = match waiting.as_slice() {
                    [] => format!("; there is no {} socket at all", port.protocol_name()),
                    taken => format!("; {} sockets wait at {taken:?}", port.protocol_name()),
                };
                let seen = seen + advice;
                let node = self.name().to_owned();
                let waited_for = format!("a socket on {port}");
                return Err(Kind::Timeout { waited_for, node, after: deadline, seen }.into());
            }
            self.net.pause(self.index, pause.min(deadline.saturating_sub(begin.elapsed())))?;
            pause = (pause * 2).min(longest);
        }
    }
}

/// What a task has to know that waits here: the tasks of its thread wait, too.
fn advice_to_a_task() -> &'static str {
    let single = |runtime: Handle| runtime.runtime_flavor() == RuntimeFlavor::CurrentThread;
    if Handle::try_current().is_ok_and(single) {
        "; a task of the waiting thread's runtime cannot run meanwhile: start the server with \
         `Node::spawn`, or write `flavor = \"multi_thread\"`"
    } else {
        ""
    }
}
