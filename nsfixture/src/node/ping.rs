//! Echo requests from a node.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::time::Duration;

use super::Node;
use crate::error::{Error, Kind};
use crate::kernel::attempt::{Gate, Place};
use crate::kernel::icmp;

/// Whom to ping: a host by its name, or an address; an IPv6 link-local one may say through which
/// interface: `"fe80::1%eth0"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(Kindred);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kindred {
    Text(String),
    Addr(IpAddr),
}

/// How long an echo reply may take.
const DEADLINE: Duration = Duration::from_secs(5);

impl Node {
    /// Sends one ICMP echo request from this node and waits for the reply: the time between.
    ///
    /// A host's name stands for its first IPv4 address, or its first IPv6 one if it has none.
    /// No program is needed for it.
    ///
    /// # Errors
    /// If there is no such host, no way to it, or no reply within 5 s, which is an error that
    /// [`is_timeout`](Error::is_timeout).
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(link(producer, consumer))]
    /// fn reaches_the_producer(producer: Node, consumer: Node) -> Result<(), nsfixture::Error> {
    ///     consumer.ping("producer")?;
    ///     consumer.ping(producer.ipv6())?;
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn ping(&self, target: impl Into<Target>) -> Result<Duration, Error> {
        let target = self.resolve(&target.into())?;
        self.try_run(|| {
            let gate = Gate::default();
            icmp::ping(Place { gate: &gate, node: Some(self.name()) }, target, DEADLINE)
        })?
    }

    fn resolve(&self, target: &Target) -> Result<SocketAddr, Error> {
        let (text, scope) = match &target.0 {
            Kindred::Addr(addr) => return Ok(self.scoped(*addr, None)),
            Kindred::Text(text) => match text.split_once('%') {
                Some((addr, scope)) => (addr, Some(scope)),
                None => (text.as_str(), None),
            },
        };
        if let Ok(addr) = text.parse() {
            return Ok(self.scoped(addr, scope));
        }
        let host = Node::new(self.net.clone(), self.net.find(text)?);
        let mut addrs = host.addrs();
        if host.index == self.index {
            addrs.push(Ipv4Addr::LOCALHOST.into());
        }
        let first = addrs.iter().find(|addr| addr.is_ipv4()).or(addrs.first());
        first.map(|addr| self.scoped(*addr, None)).ok_or_else(|| {
            Kind::Unexpected {
                operation: "ping",
                node: self.name().to_owned(),
                found: format!("`{text}` has no address"),
            }
            .into()
        })
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
