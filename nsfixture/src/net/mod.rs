//! A network that is up.

mod current;
mod down;

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

pub(crate) use down::Ending;
use nix::errno::Errno;
use nsfixture_plan::{At, Interface, NodePlan, Plan, Topology};

use crate::access::access;
use crate::apply::{Applied, apply};
use crate::error::{Error, Kind};
use crate::kernel;
use crate::kernel::attempt::{Gate, Place};
use crate::kernel::capability::Raised;
use crate::kernel::closing::Closing;
use crate::kernel::guardian::Concern;
use crate::kernel::host::{Host, Job};
use crate::kernel::limits::Room;
use crate::kernel::namespace::Namespaces;
use crate::kernel::netlink::Netlink;
use crate::kernel::process::Children;
use crate::kernel::ready;
use crate::kernel::threads;
use crate::link::{Cable, CableName, Switch, unknown};
use crate::node::{Node, NodeRuntime};
use crate::watch::{Stray, Watch};

/// A network that is up: hosts and what joins them.
///
/// It is a handle: its clones are the same network. It is taken down by [`down`](Self::down), or
/// when the last handle is dropped. What a drop cannot report, it writes to the standard error
/// stream; [`down`](Self::down) returns it.
///
/// Nothing of it has a name on the host. If the process is killed, the kernel takes the network
/// away with it, and a guardian process ends the programs that were started in it (from Linux
/// 5.14 on).
///
/// `#[ns_test]` brings one up for a test; use this type where there is no attribute, in a
/// benchmark or an example:
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
#[derive(Clone)]
pub struct Net(Arc<Owner>);

/// Takes the network down with the last handle.
struct Owner(Arc<Inner>);

/// What nodes share with their network.
pub(crate) struct Inner {
    topology: Topology,
    /// Whether the story of a test takes it down, which sees to what nobody has heard of.
    is_a_tests: bool,
    pub(crate) plan: Plan,
    pub(crate) watch: Arc<Watch>,
    pub(crate) runtimes: Vec<NodeRuntime>,
    hosts: RwLock<Option<Vec<Host>>>,
    switches: Mutex<Vec<kernel::switch::Switch>>,
    room: Mutex<Option<Room>>,
    concern: Mutex<Option<Concern>>,
    children: Children,
    pub(crate) closing: Closing,
    is_down: Mutex<bool>,
    went_down: Condvar,
}

impl Net {
    /// Makes a network; when this returns, every link carries packets and every address can be
    /// used.
    ///
    /// # Errors
    /// [`is_topology`](Error::is_topology) if the topology is wrong,
    /// [`is_unavailable`](Error::is_unavailable) if this machine allows no networks, and
    /// otherwise the operation that the kernel refused. In each case nothing is left.
    pub fn up(topology: &Topology) -> Result<Self, Error> {
        Self::up_for(topology, &Gate::default(), None)
    }

    /// The same; the thread of the host `body_in` can run more than this crate's code.
    pub(crate) fn up_for(
        topology: &Topology,
        gate: &Gate,
        body_in: Option<&str>,
    ) -> Result<Self, Error> {
        let plan = Plan::new(topology)?;
        let body_in = plan.nodes.iter().position(|node| Some(node.name.as_str()) == body_in);
        let findings = access().map_err(Clone::clone)?;
        let children = Children::now();
        let closing = Closing::not_yet();
        let Applied { hosts, switches, room } = apply(&plan, findings, gate, body_in)?;
        let concern = {
            // The guardian acts with what this thread may do.
            let raised = Raised::now();
            let outside = Place { gate, node: None };
            let concern = outside.attempt("start", "the guardian process", || {
                Concern::new(hosts.iter().flat_map(Host::cookies)).map_err(Errno::from_raw)
            });
            drop(raised);
            concern?
        };
        let watched = plan
            .nodes
            .iter()
            .zip(&hosts)
            .map(|(node, host)| (node.name.to_string(), host.namespaces.net().inode()));
        let watch = Watch::begin(watched);
        let runtimes = plan.nodes.iter().map(|_| NodeRuntime::default()).collect();
        let inner = Inner {
            topology: topology.clone(),
            is_a_tests: body_in.is_some(),
            plan,
            watch,
            runtimes,
            hosts: RwLock::new(Some(hosts)),
            switches: Mutex::new(switches),
            room: Mutex::new(Some(room)),
            concern: Mutex::new(Some(concern)),
            children,
            closing,
            is_down: Mutex::new(false),
            went_down: Condvar::new(),
        };
        let owner = Arc::new(Owner(Arc::new(inner)));
        owner.0.watch.is_of(&owner);
        Ok(Self(owner))
    }

    /// What it was made of. What came of it, with all addresses and routes, is what `{}` prints.
    pub fn topology(&self) -> &Topology {
        &self.0.0.topology
    }

    /// The node with this name.
    ///
    /// # Panics
    /// If no host has that name.
    #[track_caller]
    pub fn node(&self, name: &str) -> Node {
        match self.0.0.find(name) {
            Ok(index) => Node::new(Arc::clone(&self.0.0), index),
            Err(error) => panic!("{error}"),
        }
    }

    /// All nodes, in the order in which the topology names them.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        (0..self.0.0.plan.nodes.len()).map(|index| Node::new(Arc::clone(&self.0.0), index))
    }

    /// A link: by its name, or by the two hosts that it joins, in any order.
    ///
    /// # Panics
    /// If there is none, and if several links join the two.
    #[track_caller]
    pub fn link(&self, link: impl Into<CableName>) -> Cable {
        match self.0.0.find_link(&link.into()) {
            Ok(link) => Cable::new(Arc::clone(&self.0.0), link),
            Err(why) => panic!("{why}"),
        }
    }

    /// All links, in the order in which the topology has them.
    pub fn links(&self) -> impl ExactSizeIterator<Item = Cable> {
        (0..self.0.0.plan.links.len()).map(|link| Cable::new(Arc::clone(&self.0.0), link))
    }

    /// The LAN with this name.
    ///
    /// # Panics
    /// If there is none.
    #[track_caller]
    pub fn lan(&self, name: &str) -> Switch {
        let names: Vec<&str> = self.0.0.plan.lans.iter().map(|lan| lan.name.as_str()).collect();
        let Some(lan) = names.iter().position(|known| *known == name) else {
            let is_link = self.0.0.plan.links.iter().any(|link| link.name == name);
            let instead = is_link.then_some("it is a link: ask for it with `Net::link`");
            panic!("{}", unknown("LAN", name, &names, instead));
        };
        Switch::new(Arc::clone(&self.0.0), lan)
    }

    /// All LANs, in the order in which the topology has them.
    pub fn lans(&self) -> impl ExactSizeIterator<Item = Switch> {
        (0..self.0.0.plan.lans.len()).map(|lan| Switch::new(Arc::clone(&self.0.0), lan))
    }

    /// Takes the network down, for all handles: its nodes' runtimes end, every process in it is
    /// killed, and its namespaces go, with all that is in them. The kernel cleans these up later;
    /// of a network of more than 16 hosts, the threads, too, end in the background.
    ///
    /// A second call does nothing. Where the last handle is dropped without it, an error is a line on
    /// the standard error stream.
    ///
    /// # Errors
    /// What could not be ended; and, outside of `#[ns_test]`, which sees to that itself, the panics
    /// in the network of which nobody has heard, in a task that was not awaited, say.
    #[allow(clippy::needless_pass_by_value, reason = "the handle is of no use afterwards")]
    pub fn down(self) -> Result<(), Error> {
        self.0.0.down_with_strays()
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.0.0
    }
}

impl Inner {
    pub(crate) fn find(&self, name: &str) -> Result<usize, Error> {
        let names = || self.plan.nodes.iter().map(|node| node.name.as_str());
        let found = names().position(|known| known == name);
        found.ok_or_else(|| Kind::no_such_node(name, names()).into())
    }

    /// The node that has an address.
    pub(crate) fn owner(&self, addr: IpAddr) -> Option<&NodePlan> {
        self.plan.nodes.iter().find(|node| node.addrs().any(|own| own.addr() == addr))
    }

    /// The namespaces of a node, if the network is up.
    pub(crate) fn namespaces(&self, node: usize) -> Result<Arc<Namespaces>, Error> {
        let hosts = self.hosts.read().unwrap_or_else(PoisonError::into_inner);
        match hosts.as_ref() {
            Some(hosts) => Ok(Arc::clone(&hosts[node].namespaces)),
            None => Err(self.is_down_error(node)),
        }
    }

    fn is_down_error(&self, node: usize) -> Error {
        Kind::Down { node: Some(self.plan.nodes[node].name.to_string()) }.into()
    }

    /// Waits this long, or until the network goes down.
    ///
    /// # Errors
    /// If it has gone down.
    pub(crate) fn pause(&self, node: usize, time: Duration) -> Result<(), Error> {
        let is_down = self.is_down.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.went_down.wait_timeout_while(is_down, time, |is_down| !*is_down);
        let (is_down, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if *is_down { Err(self.is_down_error(node)) } else { Ok(()) }
    }

    /// Lets what still runs in the network come to rest, and gives the panics that nobody has
    /// heard of. Nothing is taken down.
    pub(crate) fn settle(&self) -> Vec<Stray> {
        let networks: Option<Vec<u64>> = {
            let hosts = self.hosts.read().unwrap_or_else(PoisonError::into_inner);
            let number = |host: &Host| host.namespaces.net().inode();
            hosts.as_ref().map(|hosts| hosts.iter().map(number).collect())
        };
        if let Some(networks) = networks {
            self.watch.wait_for_first_polls();
            for thread in threads::let_settle(&networks) {
                let node = networks.iter().position(|&network| network == thread.network);
                self.watch.add_restless(node.unwrap_or_default(), &thread);
            }
        }
        self.watch.take_strays()
    }

    /// Does something with the netlink socket of a node or of a switch.
    ///
    /// # Errors
    /// If the network is down, and what the kernel refuses.
    pub(crate) fn act<T>(
        &self,
        at: At,
        act: impl FnOnce(Place<'_>, &mut Netlink) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let hosts = self.hosts.read().unwrap_or_else(PoisonError::into_inner);
        let switches;
        let netlink = match (at, hosts.as_ref()) {
            (At::Node(node), Some(hosts)) => &hosts[node].netlink,
            (At::Switch(switch), Some(_)) => {
                switches = self.switches.lock().unwrap_or_else(PoisonError::into_inner);
                &switches[switch].netlink
            }
            (At::Node(node), None) => return Err(self.is_down_error(node)),
            (At::Switch(_), None) => return Err(Kind::Down { node: None }.into()),
        };
        let gate = Gate::default();
        let place = Place { gate: &gate, node: Some(self.name(at)) };
        let _raised = place.attempt("capset", "the thread's capabilities", || {
            Raised::now().map_err(Errno::from_raw)
        })?;
        act(place, &mut netlink.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until an interface carries packets; meanwhile others may act.
    pub(crate) fn wait_until_ready(&self, at: At, interface: &Interface) -> Result<(), Error> {
        let gate = Gate::default();
        let place = Place { gate: &gate, node: Some(self.name(at)) };
        match at {
            At::Node(node) => {
                let namespaces = self.namespaces(node)?;
                ready::wait_in(namespaces.net(), place, interface)
            }
            At::Switch(switch) => {
                let switches = self.switches.lock().unwrap_or_else(PoisonError::into_inner);
                let net = switches.get(switch).map(|switch| Arc::clone(&switch.net));
                drop(switches);
                match net {
                    Some(net) => ready::wait_in(&net, place, interface),
                    None => Err(Kind::Down { node: None }.into()),
                }
            }
        }
    }

    fn name(&self, at: At) -> &str {
        match at {
            At::Node(node) => self.plan.nodes[node].name.as_str(),
            At::Switch(switch) => &self.plan.switches[switch].name,
        }
    }

    /// Has the thread of a host do something.
    pub(crate) fn assign(&self, node: usize, job: Job) -> Result<(), Error> {
        let hosts = self.hosts.read().unwrap_or_else(PoisonError::into_inner);
        match hosts.as_ref() {
            Some(hosts) => {
                hosts[node].assign(job);
                Ok(())
            }
            None => Err(self.is_down_error(node)),
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if let Err(error) = self.0.down_with_strays() {
            crate::report::say(&format!("while a network was taken down: {error}"));
        }
    }
}

/// A picture of it for a terminal, with the addresses, as
/// [`Topology::to_text`](crate::Topology::to_text) draws it.
impl fmt::Display for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.0.plan.fmt(f)
    }
}

impl fmt::Debug for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.0.plan.nodes.iter().map(|node| node.name.as_str());
        f.debug_tuple("Net").field(&names.collect::<Vec<_>>()).finish()
    }
}
