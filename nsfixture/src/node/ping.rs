//! Echo requests from a node.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::time::Duration;

use super::Node;
use crate::error::{Error, Kind};
use crate::kernel::attempt::{Gate, Place};
use crate::kernel::icmp::{self, Outcome, Refused};

/// Whom to ping: a host by its name, or an address; an IPv6 link-local one may say through which
/// interface: `"fe80::1%eth0"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(Kindred);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kindred {
    Text(String),
    Addr(IpAddr),
}

/// An echo request: to whom, and what is particular about it. A [`Target`] alone is one that has
/// nothing particular.
///
/// ```
/// use std::time::Duration;
/// use nsfixture::Ping;
///
/// let long = Ping::to("server").payload(1400).timeout(Duration::from_millis(200));
/// let short = Ping::to("10.0.0.1").ttl(1);
/// # let _ = (long, short);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ping {
    target: Target,
    ttl: Option<u8>,
    payload: usize,
    timeout: Duration,
}

impl Ping {
    /// One to this host or address.
    pub fn to(target: impl Into<Target>) -> Self {
        let target = target.into();
        Self { target, ttl: None, payload: 56, timeout: Duration::from_secs(5) }
    }

    /// How many links it may cross: with 1 it ends at the first router. Otherwise it is 64, the
    /// sysctls `net.ipv4.ip_default_ttl` and `net.ipv6.conf.all.hop_limit`.
    #[must_use]
    pub fn ttl(mut self, links: u8) -> Self {
        self.ttl = Some(links);
        self
    }

    /// How many bytes it carries after the ICMP header of 8 bytes, at least 8; otherwise 56, as
    /// ping(8) has it.
    #[must_use]
    pub fn payload(mut self, bytes: usize) -> Self {
        self.payload = bytes;
        self
    }

    /// How long the reply may take; otherwise 5 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

impl<T: Into<Target>> From<T> for Ping {
    fn from(target: T) -> Self {
        Self::to(target)
    }
}

impl Node {
    /// Sends one ICMP echo request from this node and waits for the reply: the time between.
    ///
    /// A host's name stands for the nearest of its IPv4 addresses, as in its `/etc/hosts`, or of
    /// its IPv6 ones if it has no other. No program is needed for it. The calling thread waits, and
    /// the tasks of its runtime with it.
    ///
    /// # Errors
    /// If there is no such host, no way to it, or no reply in time, which is an error that
    /// [`is_timeout`](Error::is_timeout). Where a host on the way says that the packet does not
    /// get there, the error names it: [`reporter`](Error::reporter) is its address.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    /// use nsfixture::Ping;
    ///
    /// #[ns_test(link(a, gw), link(gw, b), router(gw))]
    /// fn crosses_the_router(a: Node, b: Node, gw: Node) -> Result<(), nsfixture::Error> {
    ///     a.ping("b")?;
    ///     a.ping(b.ipv6())?;
    ///     let hop = a.ping(Ping::to("b").ttl(1)).unwrap_err();
    ///     assert_eq!(hop.reporter(), Some(gw.ipv4().into()));
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn ping(&self, ping: impl Into<Ping>) -> Result<Duration, Error> {
        let Ping { target, ttl, payload, timeout: deadline } = ping.into();
        let target = self.resolve(&target)?;
        let request = icmp::Request { target, ttl, payload, deadline };
        let outcome = self.try_run(|| {
            let gate = Gate::default();
            icmp::ping(Place { gate: &gate, node: Some(self.name()) }, &request)
        })??;
        let node = self.name().to_owned();
        let error = match outcome {
            Outcome::Reply(time) => return Ok(time),
            Outcome::Refused(Refused { by, why }) => {
                let name = self.net.owner(by).map(|owner| owner.name.to_string());
                Kind::Undelivered { target: target.ip(), node, by, name, why: why.into_owned() }
            }
            Outcome::Nothing => Kind::Timeout {
                waited_for: format!("an echo reply from {}", target.ip()),
                node,
                after: deadline,
                seen: String::new(),
            },
        };
        Err(error.into())
    }

    fn resolve(&self, target: &Target) -> Result<SocketAddr, Error> {
        let (text, scope) = match &target.0 {
            Kindred::Addr(addr) => return Ok(self.scoped(*addr, None)),
            Kindred::Text(text) => match text.split_once('%') {
                Some((addr, scope)) => (addr, Some(scope)),
                None => (text.as_str(), None),
            },
        };
        let known = |scope| self.interfaces().iter().any(|i| i.name.as_str() == scope);
        if let Some(scope) = scope.filter(|&scope| !known(scope)) {
            return Err(self.ping_error(format!("it has no interface `{scope}`")));
        }
        if let Ok(addr) = text.parse() {
            return Ok(self.scoped(addr, scope));
        }
        // An unknown name is told together with the known ones.
        self.net.find(text)?;
        let addrs = self.addrs_in_hosts_file(text);
        let first = addrs.iter().find(|addr| addr.is_ipv4()).or(addrs.first());
        first
            .map(|addr| self.scoped(*addr, None))
            .ok_or_else(|| self.ping_error(format!("`{text}` has no address")))
    }

    fn ping_error(&self, found: String) -> Error {
        Kind::Unexpected { operation: "ping", node: self.name().to_owned(), found }.into()
    }

    /// The addresses of a host, the nearest first, as this node's `/etc/hosts` has them.
    fn addrs_in_hosts_file(&self, host: &str) -> Vec<IpAddr> {
        let lines = self.plan().hosts_file.lines().filter_map(|line| line.split_once(' '));
        lines.filter(|(_, name)| *name == host).filter_map(|(addr, _)| addr.parse().ok()).collect()
    }

    /// With the interface that a link-local address needs: the one named, or the first.
    fn scoped(&self, addr: IpAddr, scope: Option<&str>) -> SocketAddr {
        match addr {
            IpAddr::V6(v6) if v6.is_unicast_link_local() => {
                let named = self.interfaces().iter().find(|i| Some(i.name.as_str()) == scope);
                let index = named.or(self.interfaces().first()).map_or(0, |i| i.index);
                SocketAddrV6::new(v6, 0, 0, index).into()
            }
            _ => SocketAddr::new(addr, 0),
        }
    }
}

impl From<&str> for Target {
    fn from(text: &str) -> Self {
        Self(Kindred::Text(text.to_owned()))
    }
}

impl From<String> for Target {
    fn from(text: String) -> Self {
        Self(Kindred::Text(text))
    }
}

impl From<&String> for Target {
    fn from(name: &String) -> Self {
        name.as_str().into()
    }
}

impl From<Node> for Target {
    fn from(node: Node) -> Self {
        (&node).into()
    }
}

impl From<&Node> for Target {
    fn from(node: &Node) -> Self {
        node.name().into()
    }
}

impl From<IpAddr> for Target {
    fn from(addr: IpAddr) -> Self {
        Self(Kindred::Addr(addr))
    }
}

impl From<Ipv4Addr> for Target {
    fn from(addr: Ipv4Addr) -> Self {
        Self(Kindred::Addr(addr.into()))
    }
}

impl From<Ipv6Addr> for Target {
    fn from(addr: Ipv6Addr) -> Self {
        Self(Kindred::Addr(addr.into()))
    }
}
