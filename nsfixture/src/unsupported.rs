//! The same face on systems other than Linux, which have no network namespaces: what names this
//! crate compiles there, and every test is skipped.

use std::convert::Infallible;
use std::ffi::OsStr;
use std::fmt;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::pin::Pin;
use std::process::Command;
use std::task::{Context, Poll};
use std::time::Duration;

use nsfixture_plan::{FileProblems, Interface, Plan, Topology};
use tokio::task::{AbortHandle, JoinError};

const REASON: &str = "this system has no network namespaces; run the tests on Linux, in a virtual machine if need be";

/// Why `#[ns_test]` skips every test on this system.
pub fn unavailable() -> Option<String> {
    Some(REASON.to_owned())
}

/// Why a network could not be made.
///
/// It holds what is wrong with the topology, if that is why.
#[derive(Debug)]
pub struct Error(Option<String>);

impl Error {
    /// Whether the topology is wrong.
    pub fn is_topology(&self) -> bool {
        self.0.is_some()
    }

    /// Whether this machine does not allow networks of one's own.
    pub fn is_unavailable(&self) -> bool {
        self.0.is_none()
    }

    /// Whether a deadline passed.
    pub fn is_timeout(&self) -> bool {
        false
    }

    /// Whether the network was taken down before.
    pub fn is_down(&self) -> bool {
        false
    }

    /// The address of the host that said that a packet does not get where it should.
    pub fn reporter(&self) -> Option<IpAddr> {
        None
    }

    /// The kernel's error number, if it was the kernel that refused something.
    pub fn raw_os_error(&self) -> Option<i32> {
        None
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(wrong) => f.write_str(wrong),
            None => f.write_str(REASON),
        }
    }
}

impl std::error::Error for Error {}

impl From<FileProblems> for Error {
    fn from(problems: FileProblems) -> Self {
        Self(Some(format!("the topology's file is wrong:\n{problems}")))
    }
}

impl From<Error> for std::io::Error {
    fn from(error: Error) -> Self {
        let kind = if error.is_topology() {
            std::io::ErrorKind::Other
        } else {
            std::io::ErrorKind::Unsupported
        };
        Self::new(kind, error)
    }
}

/// A network that is up: there is none on this system.
#[derive(Debug, Clone)]
pub struct Net(Infallible);

impl Net {
    /// Makes a network.
    ///
    /// # Errors
    /// Always.
    pub fn up(topology: &Topology) -> Result<Self, Error> {
        let problems = Plan::new(topology).err();
        Err(Error(problems.map(|problems| format!("the topology is wrong: {problems}"))))
    }

    /// The network that the calling thread is in.
    pub fn current() -> Option<Self> {
        None
    }

    /// The node with this name.
    pub fn node(&self, _: &str) -> Node {
        match self.0 {}
    }

    /// All nodes.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        match self.0 {}
        #[allow(unreachable_code, reason = "says which iterator it is")]
        std::iter::empty()
    }

    /// What it was made of.
    pub fn topology(&self) -> &Topology {
        match self.0 {}
    }

    /// A link.
    pub fn link(&self, _: impl Into<CableName>) -> Cable {
        match self.0 {}
    }

    /// All links.
    pub fn links(&self) -> impl ExactSizeIterator<Item = Cable> {
        match self.0 {}
        #[allow(unreachable_code, reason = "says which iterator it is")]
        std::iter::empty()
    }

    /// The LAN with this name.
    pub fn lan(&self, _: &str) -> Switch {
        match self.0 {}
    }

    /// All LANs.
    pub fn lans(&self) -> impl ExactSizeIterator<Item = Switch> {
        match self.0 {}
        #[allow(unreachable_code, reason = "says which iterator it is")]
        std::iter::empty()
    }

    /// Takes the network down.
    ///
    /// # Errors
    /// What could not be ended.
    pub fn down(self) -> Result<(), Error> {
        match self.0 {}
    }
}

impl fmt::Display for Net {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

/// A link of a network that is up: there is none on this system.
#[derive(Debug, Clone)]
pub struct Cable(Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Cable {
    pub fn name(&self) -> &str {
        match self.0 {}
    }

    pub fn ends(&self) -> [Node; 2] {
        match self.0 {}
    }

    pub fn down(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn up(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn set_mtu(&self, _: u32) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn counters(&self) -> Result<[Counters; 2], Error> {
        match self.0 {}
    }
}

/// A LAN of a network that is up: there is none on this system.
#[derive(Debug, Clone)]
pub struct Switch(Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Switch {
    pub fn name(&self) -> &str {
        match self.0 {}
    }

    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        match self.0 {}
        #[allow(unreachable_code, reason = "says which iterator it is")]
        std::iter::empty()
    }

    pub fn unplug(&self, _: &Node) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn plug(&self, _: &Node) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn down(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn up(&self) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn set_mtu(&self, _: u32) -> Result<(), Error> {
        match self.0 {}
    }

    pub fn counters(&self) -> Result<Vec<(Node, Counters)>, Error> {
        match self.0 {}
    }
}

/// Which link is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CableName(());

impl From<&str> for CableName {
    fn from(_: &str) -> Self {
        Self(())
    }
}

impl From<(&str, &str)> for CableName {
    fn from(_: (&str, &str)) -> Self {
        Self(())
    }
}

impl From<(&Node, &Node)> for CableName {
    fn from(_: (&Node, &Node)) -> Self {
        Self(())
    }
}

/// What an interface has sent and received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "documented where there are any")]
pub struct Counters {
    pub rx_packets: u64,
    pub rx_bytes: u64,
    pub rx_errors: u64,
    pub rx_dropped: u64,
    pub tx_packets: u64,
    pub tx_bytes: u64,
    pub tx_errors: u64,
    pub tx_dropped: u64,
}

/// A host of a network that is up: there is none on this system.
#[derive(Debug, Clone)]
pub struct Node(Infallible);

#[allow(missing_docs, clippy::missing_errors_doc, reason = "documented where they do something")]
impl Node {
    /// The node that the calling thread is in.
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

/// A task's handle.
#[derive(Debug)]
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

/// A port that a service takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port(u16);

impl Port {
    /// A TCP port.
    pub fn tcp(number: u16) -> Self {
        Self(number)
    }

    /// A UDP port.
    pub fn udp(number: u16) -> Self {
        Self(number)
    }
}

impl From<u16> for Port {
    fn from(number: u16) -> Self {
        Self(number)
    }
}

/// Whom to ping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(());

/// An echo request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ping(());

#[allow(missing_docs, reason = "documented where they do something")]
impl Ping {
    pub fn to(_: impl Into<Target>) -> Self {
        Self(())
    }

    #[must_use]
    pub fn ttl(self, _: u8) -> Self {
        self
    }

    #[must_use]
    pub fn payload(self, _: usize) -> Self {
        self
    }

    #[must_use]
    pub fn timeout(self, _: Duration) -> Self {
        self
    }
}

impl<T: Into<Target>> From<T> for Ping {
    fn from(target: T) -> Self {
        Self::to(target)
    }
}

macro_rules! target_from {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Target {
            fn from(_: $kind) -> Self {
                Self(())
            }
        })*
    };
}

target_from!(&str, String, &Node, IpAddr, Ipv4Addr, Ipv6Addr);

/// What expansions of `#[ns_test]` call.
#[doc(hidden)]
#[allow(missing_docs, reason = "for nobody else")]
pub mod private {
    pub use std::process::ExitCode;
    use std::process::Termination;

    pub use nsfixture_macros::{__around as around, __test as test};
    use nsfixture_plan::Topology;

    use super::{Error, Net, Node, REASON};
    use crate::report;

    pub struct Test {
        expected_panic: Option<&'static str>,
    }

    pub struct Context(Net);

    impl Context {
        #[must_use]
        pub fn node(&self, name: &str) -> Node {
            self.0.node(name)
        }

        #[must_use]
        pub fn net(&self) -> Net {
            self.0.clone()
        }
    }

    impl Test {
        #[must_use]
        pub fn new(_: Topology) -> Self {
            Self { expected_panic: None }
        }

        #[must_use]
        pub fn made_by(_: fn() -> Topology) -> Self {
            Self::new(Topology::new())
        }

        #[must_use]
        pub fn run_in(self, _: &'static str) -> Self {
            self
        }

        #[must_use]
        pub fn from_file(_: &'static str) -> Self {
            Self::new(Topology::new())
        }

        #[must_use]
        pub fn expects(self, _: &'static [&'static str]) -> Self {
            self
        }

        #[must_use]
        pub fn timeout_millis(self, _: u64) -> Self {
            self
        }

        #[must_use]
        pub fn flavor_multi_thread(self, _: Option<usize>) -> Self {
            self
        }

        #[must_use]
        pub fn allow_stray_panics(self) -> Self {
            self
        }

        #[must_use]
        pub fn should_panic(mut self, expected: &'static str) -> Self {
            self.expected_panic = Some(expected);
            self
        }

        pub fn run<R: Termination>(
            self,
            path: &str,
            _: impl FnOnce(&Context) -> R + Send + 'static,
        ) -> ExitCode {
            let name = path.split_once("::").map_or(path, |(_, name)| name);
            report::skip(name, REASON, self.expected_panic)
        }

        pub fn run_async<R: Termination>(
            self,
            path: &str,
            _: impl AsyncFnOnce(&Context) -> R + Send + 'static,
        ) -> ExitCode {
            self.run(path, |_| ())
        }
    }

    /// # Panics
    /// Always: no body is to run.
    pub fn here() -> Context {
        panic!("the body of a test was called outside of its network: {REASON}")
    }

    pub fn up_failing_at(topology: &Topology, _: usize) -> (Result<Net, Error>, bool) {
        (Net::up(topology), false)
    }
}
