//! The description of a network: what was asked for, not yet checked.

/// A network as it was asked for: hosts, and the links between them.
///
/// It is plain data. Nothing is checked before a [`Plan`](crate::Plan) is made of it, so that
/// everything that is wrong can be said at once.
///
/// ```
/// use nsfixture_plan::{Link, Topology};
///
/// let pair = Topology::new().link((("producer", "10.0.0.1/24"), ("consumer", "10.0.0.2/24")));
/// let chain = Topology::new()
///     .link(("a", "b"))
///     .link(Link::new("b", "c").mtu(1280).name("slow"))
///     .host("alone");
/// # let _ = (pair, chain);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Topology {
    pub(crate) hosts: Vec<String>,
    pub(crate) links: Vec<Link>,
}

impl Topology {
    /// No hosts yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a host. A host that is named in a link need not be added.
    #[must_use]
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Adds a cable between two hosts.
    #[must_use]
    pub fn link(mut self, link: impl Into<Link>) -> Self {
        let link = link.into();
        for end in &link.ends {
            if !self.hosts.contains(&end.host) {
                self.hosts.push(end.host.clone());
            }
        }
        self.links.push(link);
        self
    }

    /// The names of its hosts, in the order in which they were first named.
    pub fn hosts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.hosts.iter().map(String::as_str)
    }

    /// Its links, in the order in which they were added.
    pub fn links(&self) -> &[Link] {
        &self.links
    }
}

/// A cable between two hosts: a veth pair.
///
/// Without an address or a [`subnet`](Self::subnet) the link gets an IPv4 and an IPv6 subnet of
/// its own, and each end an address in both. With either, it gets just what is asked for; an end
/// without an address of a family that the other end has is given the next free one of that
/// subnet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    pub(crate) ends: [End; 2],
    pub(crate) subnets: Vec<String>,
    pub(crate) mtu: Option<u32>,
    pub(crate) name: Option<String>,
}

impl Link {
    /// A cable between two ends; a host's name stands for an end without an address.
    #[must_use]
    pub fn new(a: impl Into<End>, b: impl Into<End>) -> Self {
        Self { ends: [a.into(), b.into()], subnets: Vec::new(), mtu: None, name: None }
    }

    /// Adds a subnet from which the ends get their addresses: `"10.1.0.0/24"`. One of each family
    /// may be given.
    #[must_use]
    pub fn subnet(mut self, subnet: impl Into<String>) -> Self {
        self.subnets.push(subnet.into());
        self
    }

    /// The largest packet that the link carries, in bytes, from 68 to 65535; from 1280 if there
    /// is IPv6 on the link. It is 1500 unless given.
    #[must_use]
    pub fn mtu(mut self, bytes: u32) -> Self {
        self.mtu = Some(bytes);
        self
    }

    /// Names the link.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Its two ends, in the order in which they were named.
    pub fn ends(&self) -> &[End; 2] {
        &self.ends
    }
}

impl<A: Into<End>, B: Into<End>> From<(A, B)> for Link {
    fn from((a, b): (A, B)) -> Self {
        Self::new(a, b)
    }
}

/// One end of a [`Link`]: a host, and its addresses there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct End {
    pub(crate) host: String,
    pub(crate) addrs: Vec<String>,
}

impl End {
    /// An end at a host.
    #[must_use]
    pub fn new(host: impl Into<String>) -> Self {
        Self { host: host.into(), addrs: Vec::new() }
    }

    /// Adds an address with its prefix: `"10.0.0.1/24"`, `"fd00::1/64"`.
    #[must_use]
    pub fn addr(mut self, addr: impl Into<String>) -> Self {
        self.addrs.push(addr.into());
        self
    }

    /// The name of the host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The addresses asked for.
    pub fn addrs(&self) -> &[String] {
        &self.addrs
    }
}

impl From<&str> for End {
    fn from(host: &str) -> Self {
        Self::new(host)
    }
}

impl From<String> for End {
    fn from(host: String) -> Self {
        Self::new(host)
    }
}

impl From<(&str, &str)> for End {
    fn from((host, addr): (&str, &str)) -> Self {
        Self::new(host).addr(addr)
    }
}

impl<const N: usize> From<(&str, [&str; N])> for End {
    fn from((host, addrs): (&str, [&str; N])) -> Self {
        addrs.into_iter().fold(Self::new(host), End::addr)
    }
}
