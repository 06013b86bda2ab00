//! Echo requests from a host.

use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::time::Duration;

use super::handle::Node;
use super::target::{Inner, Target};
use super::wait::Wait;
use crate::error::{Error, Kind, Operation};
use crate::kernel::icmp::{self, Outcome, Report};

/// An ICMP echo request. A [`Target`] converts to one with default settings.
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
    /// Creates an echo request to a host or an address.
    pub fn to(target: impl Into<Target>) -> Self {
        let target = target.into();
        Self { target, ttl: None, payload: 56, timeout: Duration::from_secs(5) }
    }

    /// Sets the IPv4 TTL or IPv6 hop limit: with 1 the first router drops the packet. The default is 64,
    /// the sysctls `net.ipv4.ip_default_ttl` and `net.ipv6.conf.all.hop_limit`.
    #[must_use]
    pub fn ttl(mut self, hops: u8) -> Self {
        self.ttl = Some(hops);
        self
    }

    /// Sets the number of bytes after the ICMP header of 8 bytes: from 8 to 65,507, or to 65,527 over
    /// IPv6. The default is 56, that of ping(8). Other sizes are an error of [`Node::ping`].
    #[must_use]
    pub fn payload(mut self, bytes: usize) -> Self {
        self.payload = bytes;
        self
    }

    /// Sets how long the reply may take. The default is 5 s.
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
    /// Sends one ICMP echo request from this host, waits for the reply and returns the round-trip time.
    ///
    /// A host's name resolves to the nearest of its IPv4 addresses, or of its IPv6 addresses if it has
    /// no other, as in this host's `/etc/hosts`. No external program is needed. It blocks the calling
    /// thread, and so the tasks of its runtime; [`ping_async`](Self::ping_async) does not.
    ///
    /// # Errors
    /// Returns an error if no host has that name ([`is_unknown_name`](Error::is_unknown_name)),
    /// no route to it, no reply in time ([`is_timeout`](Error::is_timeout)), or if the payload size is
    /// out of range. If a host on the path reports the packet as undeliverable,
    /// [`reporter`](Error::reporter) is its address.
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
        let request = self.request(ping.into())?;
        let outcome = self.try_run(|| icmp::ping(self.context(), &request))??;
        self.conclude(&request, outcome)
    }

    /// Like [`ping`](Self::ping), for asynchronous code: a future that does not block the thread that polls it.
    /// Its [`timeout`](Wait::timeout) is that of the [`Ping`] unless set.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(lan(a, b, c))]
    /// async fn everybody_answers(a: Node) -> Result<(), nsfixture::Error> {
    ///     let (b, c) = tokio::join!(a.ping_async("b"), a.ping_async("c"));
    ///     println!("{:?} and {:?}", b?, c?);
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn ping_async(&self, ping: impl Into<Ping>) -> Wait<Duration> {
        let ping = ping.into();
        Wait::new(self, ping.timeout, async move |node: Node, timeout| {
            let request = node.request(ping.timeout(timeout))?;
            let outcome = icmp::ping_async(node.context(), &request).await?;
            node.conclude(&request, outcome)
        })
    }

    fn request(&self, ping: Ping) -> Result<icmp::Request, Error> {
        let Ping { target, ttl, payload, timeout } = ping;
        let target = self.resolve(&target)?;
        let sizes = icmp::payload_range(target.ip());
        if !sizes.contains(&payload) {
            let (min, max) = sizes.into_inner();
            return Err(self.ping_error(format!(
                "payload of {payload} bytes is out of range: {min} to {max} bytes"
            )));
        }
        Ok(icmp::Request { target, ttl, payload, timeout })
    }

    fn conclude(&self, request: &icmp::Request, outcome: Outcome) -> Result<Duration, Error> {
        let host = self.name().to_owned();
        let target = request.target.ip();
        let error = match outcome {
            Outcome::Reply(time) => return Ok(time),
            Outcome::Undelivered(Report { by, why }) => {
                let name = self.network.owner_of(by).map(|owner| owner.name.to_string());
                Kind::Undelivered { target, host, by, name, why: why.into_owned() }
            }
            Outcome::Nothing => Kind::Timeout {
                waited_for: format!("an echo reply from {target}"),
                host,
                after: request.timeout,
                seen: String::new(),
            },
        };
        Err(error.into())
    }

    fn resolve(&self, target: &Target) -> Result<SocketAddr, Error> {
        let (text, scope) = match &target.0 {
            Inner::Addr(addr) => return Ok(self.scoped(*addr, None)),
            Inner::Text(text) => match text.split_once('%') {
                Some((addr, scope)) => (addr, Some(scope)),
                None => (text.as_str(), None),
            },
        };
        let known = |scope| self.interfaces().iter().any(|i| i.name.as_str() == scope);
        if let Some(scope) = scope.filter(|&scope| !known(scope)) {
            return Err(self.ping_error(format!("no interface named `{scope}`")));
        }
        if let Ok(addr) = text.parse() {
            return Ok(self.scoped(addr, scope));
        }
        let node = self.network.find_node(text)?;
        let addrs: Vec<IpAddr> = self.plan().hosts.addrs_of(node).collect();
        let first = addrs.iter().find(|addr| addr.is_ipv4()).or(addrs.first());
        first
            .map(|addr| self.scoped(*addr, None))
            .ok_or_else(|| self.ping_error(format!("`{text}` has no address")))
    }

    fn ping_error(&self, found: String) -> Error {
        Kind::Failed { operation: Operation::Ping, host: self.name().to_owned(), found }.into()
    }

    /// Adds the interface that a link-local address needs: the one named, or the first.
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
