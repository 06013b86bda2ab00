//! A network that is up.

use std::sync::Arc;

use nsfixture_plan::{Fates, Topology};

use crate::error::Error;
use crate::kernel::faults::FaultInjector;
use crate::state::{self, Network, OfTest, Owner};

/// A network that is up: hosts, links and LANs.
///
/// This is a handle: its clones refer to the same network. [`down`](Self::down) takes it down, or the
/// drop of the last handle does. Errors during that drop are printed to the standard error stream;
/// [`down`](Self::down) returns them.
///
/// The network has no name on the machine. If the process is killed, the kernel removes the network
/// with it, and a guardian process kills the programs that were started in it (since Linux 5.14).
///
/// `#[ns_test]` creates one for a test. Use this type where there is no attribute, in a benchmark or an
/// example:
///
/// ```
/// use nsfixture::{Net, Topology};
///
/// # fn main() -> Result<(), nsfixture::Error> {
/// # if nsfixture::unavailable().is_some() { return Ok(()) }
/// let net = Net::up(&Topology::new().link(("client", "server")))?;
/// let listener = net.node("server").run(|| std::net::TcpListener::bind("[::]:80")).unwrap();
/// net.node("client").run(|| std::net::TcpStream::connect("server:80")).unwrap();
/// # drop(listener);
/// net.down()
/// # }
/// ```
#[must_use = "the network is taken down when its last handle is dropped"]
#[derive(Clone)]
pub struct Net(Arc<Owner>);

impl Net {
    /// Creates a network. On return every link carries packets and every address is usable.
    ///
    /// # Errors
    /// Returns an error if the topology is invalid ([`is_topology`](Error::is_topology)), if this
    /// machine allows no networks, or not this one ([`is_unavailable`](Error::is_unavailable)), or if the
    /// kernel refuses an operation. In each case nothing is left.
    pub fn up(topology: &Topology) -> Result<Self, Error> {
        Self::up_with(topology, &FaultInjector::default(), None, None)
    }

    /// Like [`up`](Self::up), possibly for a test, and possibly with what is to happen again.
    pub(crate) fn up_with(
        topology: &Topology,
        faults: &FaultInjector,
        test: Option<OfTest<'_>>,
        replayed: Option<&Fates>,
    ) -> Result<Self, Error> {
        state::create(topology, faults, test, replayed).map(Self)
    }

    pub(crate) fn new(owner: Arc<Owner>) -> Self {
        Self(owner)
    }

    /// Returns the topology that the network was created from. `Display` prints the network with its
    /// addresses.
    pub fn topology(&self) -> &Topology {
        &self.network().topology
    }

    /// Takes the network down, for all handles: shuts down its hosts' runtimes, kills every process in
    /// it, cuts off each host in which a thread or a socket of this process stays, and releases its
    /// namespaces. The kernel cleans these up later. In a network of more than 16 hosts, the threads end
    /// in the background, too.
    ///
    /// Outside of `#[ns_test]` it first waits until the threads and tasks in the network are idle, as after
    /// the body of a test ([the end of a test](crate::guide::the_end_of_a_test)). A thread that keeps running
    /// is waited for as long as a task.
    ///
    /// A second call does nothing.
    ///
    /// # Errors
    /// Returns what could not be ended. Outside of `#[ns_test]`, which reports them itself, it also
    /// returns unobserved panics in the network, for example in a task that was not awaited, and packets that cables
    /// with faults have lost because the machine was too busy.
    #[allow(clippy::needless_pass_by_value, reason = "the handle is of no use afterwards")]
    pub fn down(self) -> Result<(), Error> {
        self.network().down_reporting_panics()
    }

    pub(crate) fn network(&self) -> &Arc<Network> {
        self.0.network()
    }
}
