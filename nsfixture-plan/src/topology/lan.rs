//! A switch with a cable to each host.

use super::{Endpoint, Medium};

/// A LAN: a switch, a bridge in a network namespace of its own, and a cable from it to each host.
///
/// Addresses are given as those of a [`Link`](crate::Link) are: without any, and without a
/// [`subnet`](Self::subnet), the LAN gets an IPv4 and an IPv6 subnet of its own; a host without an
/// address of a family that the LAN has is given the next free one.
///
/// A LAN has at most [`MAX_HOSTS`](Self::MAX_HOSTS).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lan {
    pub(crate) ends: Vec<Endpoint>,
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub(crate) medium: Medium,
}

impl Lan {
    /// The most hosts that a LAN can have: the kernel's bridge has port numbers of 10 bits, of
    /// which 0 is no port's (`find_portno`, `net/bridge/br_if.c`, Linux 6.12).
    pub const MAX_HOSTS: usize = 1023;

    /// A LAN of these hosts; more may follow.
    #[must_use]
    pub fn new<E: Into<Endpoint>>(hosts: impl IntoIterator<Item = E>) -> Self {
        Self { ends: hosts.into_iter().map(Into::into).collect(), medium: Medium::default() }
    }

    /// Adds a host, with its addresses if it is to have certain ones:
    /// `.host("a").host(("gw", "10.1.0.254/24"))`.
    #[must_use]
    pub fn host(mut self, end: impl Into<Endpoint>) -> Self {
        self.ends.push(end.into());
        self
    }

    /// Adds a subnet from which the hosts get their addresses: `"10.1.0.0/24"`. One of each
    /// family may be given.
    #[must_use]
    pub fn subnet(mut self, subnet: impl Into<String>) -> Self {
        self.medium.subnets.push(subnet.into());
        self
    }

    /// The largest packet that the LAN carries, in bytes, from 68 to 65535; from 1280 if there
    /// is IPv6 on it. It is 1500 unless given.
    #[must_use]
    pub fn mtu(mut self, bytes: u32) -> Self {
        self.medium.mtu = Some(bytes);
        self
    }

    /// Names the LAN.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.medium.name = Some(name.into());
        self
    }

    /// Where hosts are joined to it, in the order in which they were named.
    pub fn ends(&self) -> &[Endpoint] {
        &self.ends
    }
}

impl<E: Into<Endpoint>, const N: usize> From<[E; N]> for Lan {
    fn from(hosts: [E; N]) -> Self {
        Self::new(hosts)
    }
}

impl<E: Into<Endpoint>> From<Vec<E>> for Lan {
    fn from(hosts: Vec<E>) -> Self {
        Self::new(hosts)
    }
}
