//! A network as a whole.

use std::collections::HashSet;

use super::fault::Fault;
use super::field::OptionValue;
use super::lan::Lan;
use super::link::Link;
use super::options::{CAN_FAIL, FAMILY, SEED};
use super::segment::Segment;

/// A description of a network: hosts, the links and LANs between them, and which of the hosts are
/// routers.
///
/// It is plain data. Nothing is checked before a [`Plan`](crate::Plan) is made of it, so that all
/// problems are reported at once.
///
/// ```
/// # extern crate nsfixture_plan as nsfixture;
/// use nsfixture::{Faults, Lan, Link, Topology};
///
/// let pair = Topology::new().link((("producer", "10.0.0.1/24"), ("consumer", "10.0.0.2/24")));
/// let chain = Topology::new()
///     .link(("a", "b"))
///     .link(Link::new("b", "c").mtu(1280).name("slow"))
///     .router("b")
///     .host("alone");
/// let mobile = Topology::new()
///     .link(Link::new("phone", "tower").condition("3g").loss("5%"))
///     .lan(Lan::new(["tower", "a", "b"]).from("b", Faults::new().delay("50ms")))
///     .router("tower")
///     .seed(42);
/// let two_sites = Topology::new()
///     .lan(Lan::new(["alice", "bob", "left"]).name("office").subnet("10.1.0.0/24"))
///     .lan(["left", "right"])
///     .lan(["right", "carol"])
///     .router("left")
///     .router("right");
/// # nsfixture::Plan::new(&mobile).unwrap();
/// # let _ = (pair, chain, two_sites);
/// ```
///
/// With the feature `serde`, a topology is read and written with the keys and values of the file
/// that [`from_toml`](Self::from_toml) reads, in any self-describing format. Unlike `from_toml`,
/// reading it this way does not check it: [`Plan::new`](crate::Plan::new) does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Topology {
    /// All hosts, those of the segments included.
    pub(crate) hosts: Vec<String>,
    pub(crate) routers: Vec<String>,
    pub(crate) segments: Vec<Segment>,
    pub(crate) family: Option<String>,
    /// Every cable can be impaired at run time.
    pub(crate) can_fail: bool,
    pub(crate) seed: Option<u64>,
    pub(crate) schedule: Vec<Fault>,
}

impl Topology {
    /// Creates an empty topology.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a host. A host of a link or a LAN need not be added.
    #[must_use]
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Adds a cable between two hosts.
    #[must_use]
    pub fn link(self, link: impl Into<Link>) -> Self {
        self.segment(Segment::Link(link.into()))
    }

    /// Adds a LAN of any number of hosts.
    #[must_use]
    pub fn lan(self, lan: impl Into<Lan>) -> Self {
        self.segment(Segment::Lan(lan.into()))
    }

    /// Adds a link or a LAN.
    #[must_use]
    pub fn segment(mut self, segment: impl Into<Segment>) -> Self {
        let segment = segment.into();
        let mut known: HashSet<&str> = self.hosts.iter().map(String::as_str).collect();
        let new = segment.ends().iter().filter(|end| known.insert(end.host()));
        let new: Vec<String> = new.map(|end| end.host.clone()).collect();
        self.hosts.extend(new);
        self.segments.push(segment);
        self
    }

    /// Makes a host a router: it forwards IPv4 and IPv6 packets between its links and LANs. The host
    /// must be in a link or a LAN, or be added by itself.
    ///
    /// Routes are computed: each router gets one to every subnet, by the shortest path, and every
    /// other host gets a default route plus any specific routes it needs.
    #[must_use]
    pub fn router(mut self, name: impl Into<String>) -> Self {
        self.routers.push(name.into());
        self
    }

    /// Gives hosts addresses of one family only, `"ipv4"` or `"ipv6"`, except on links and LANs that are
    /// given another family, a subnet or addresses.
    ///
    /// The default is one address of each family.
    #[must_use]
    pub fn family(mut self, family: impl Into<String>) -> Self {
        self.family = Some(family.into());
        self
    }

    /// Lets every cable be impaired at run time, also if nothing is wrong with it yet. [`Link::faults`] and
    /// [`Lan::faults`] do it for one link or LAN.
    #[must_use]
    pub fn faults(mut self) -> Self {
        self.can_fail = true;
        self
    }

    /// Sets the seed of everything that happens to packets by chance: with the same traffic, the same packets
    /// are lost.
    ///
    /// The default is a new one for each run.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Adds a fault that begins and ends by itself, at certain times.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.schedule.push(fault);
        self
    }

    /// Returns the names of the hosts, in the order in which they were first named.
    pub fn hosts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.hosts.iter().map(String::as_str)
    }

    /// Returns the names of the routers, in the order in which they were made routers.
    pub fn routers(&self) -> impl ExactSizeIterator<Item = &str> {
        self.routers.iter().map(String::as_str)
    }

    /// Returns the options that are set, with their keys; the builder method of each has the name of
    /// the key.
    #[doc(hidden)]
    pub fn option_entries(&self) -> impl Iterator<Item = (&'static str, OptionValue<'_>)> {
        let family = self.family.iter().map(|family| (FAMILY.name, OptionValue::Text(family)));
        let faults = self.can_fail.then_some((CAN_FAIL.name, OptionValue::Flag));
        let seed = self.seed.map(|seed| (SEED.name, OptionValue::Integer(seed)));
        family.chain(faults).chain(seed)
    }

    /// Returns the links and LANs, in the order in which they were added.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Returns the faults that begin and end by themselves, in the order in which they were added.
    pub fn schedule(&self) -> &[Fault] {
        &self.schedule
    }
}
