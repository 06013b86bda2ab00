//! The description of a network: what was asked for, not yet checked.

mod endpoint;
mod lan;
mod link;
mod segment;

use std::collections::HashSet;

pub use endpoint::Endpoint;
pub use lan::Lan;
pub use link::Link;
pub(crate) use segment::Medium;
pub use segment::{Segment, SegmentKind};

/// A network as it was asked for: hosts, the links and LANs between them, and which of the hosts
/// are routers.
///
/// It is plain data. Nothing is checked before a [`Plan`](crate::Plan) is made of it, so that
/// everything that is wrong can be said at once.
///
/// ```
/// # extern crate nsfixture_plan as nsfixture;
/// use nsfixture::{Lan, Link, Topology};
///
/// let pair = Topology::new().link((("producer", "10.0.0.1/24"), ("consumer", "10.0.0.2/24")));
/// let chain = Topology::new()
///     .link(("a", "b"))
///     .link(Link::new("b", "c").mtu(1280).name("slow"))
///     .router("b")
///     .host("alone");
/// let two_sites = Topology::new()
///     .lan(Lan::new(["alice", "bob", "left"]).name("office").subnet("10.1.0.0/24"))
///     .lan(["left", "right"])
///     .lan(["right", "carol"])
///     .router("left")
///     .router("right");
/// # let _ = (pair, chain, two_sites);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Read"))]
pub struct Topology {
    /// All of them: those of the segments, too.
    pub(crate) hosts: Vec<String>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(crate) routers: Vec<String>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(crate) segments: Vec<Segment>,
}

/// A topology as serde reads it: somebody may have written it who has not named all hosts.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Topology")]
struct Read {
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    routers: Vec<String>,
    #[serde(default)]
    segments: Vec<Segment>,
}

#[cfg(feature = "serde")]
impl From<Read> for Topology {
    fn from(read: Read) -> Self {
        let Read { hosts, routers, segments } = read;
        let described = Self { hosts, routers, segments: Vec::new() };
        segments.into_iter().fold(described, Self::segment)
    }
}

impl Topology {
    /// No hosts yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a host. A host that is named in a link or a LAN need not be added.
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

    /// Has a host forward packets between its links and LANs, IPv4 and IPv6. It has to be in one of
    /// them, or be added.
    ///
    /// The routes follow: each router has one to every subnet, by the shortest way, each other host
    /// a default route and whatever it takes beside.
    #[must_use]
    pub fn router(mut self, name: impl Into<String>) -> Self {
        self.routers.push(name.into());
        self
    }

    /// The names of its hosts, in the order in which they were first named.
    pub fn hosts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.hosts.iter().map(String::as_str)
    }

    /// The names of those that are routers, in the order in which that was said.
    pub fn routers(&self) -> impl ExactSizeIterator<Item = &str> {
        self.routers.iter().map(String::as_str)
    }

    /// Its links and LANs, in the order in which they were added.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }
}
