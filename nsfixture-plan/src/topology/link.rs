//! A cable between two hosts.

use super::{Endpoint, Medium};

/// A cable between two hosts: a veth pair.
///
/// Without an address or a [`subnet`](Self::subnet) the link gets an IPv4 and an IPv6 subnet of
/// its own, and each end an address in both. With either, it gets just what is asked for; an end
/// without an address of a family that the other end has is given the next free one of that
/// subnet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Link {
    pub(crate) ends: [Endpoint; 2],
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub(crate) medium: Medium,
}

impl Link {
    /// A cable between two ends; a host's name stands for an end without an address.
    #[must_use]
    pub fn new(a: impl Into<Endpoint>, b: impl Into<Endpoint>) -> Self {
        Self { ends: [a.into(), b.into()], medium: Medium::default() }
    }

    /// Adds a subnet from which the ends get their addresses: `"10.1.0.0/24"`. One of each family
    /// may be given.
    #[must_use]
    pub fn subnet(mut self, subnet: impl Into<String>) -> Self {
        self.medium.subnets.push(subnet.into());
        self
    }

    /// The largest packet that the link carries, in bytes, from 68 to 65535; from 1280 if there
    /// is IPv6 on the link. It is 1500 unless given.
    #[must_use]
    pub fn mtu(mut self, bytes: u32) -> Self {
        self.medium.mtu = Some(bytes);
        self
    }

    /// Names the link.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.medium.name = Some(name.into());
        self
    }

    /// Its two ends, in the order in which they were named.
    pub fn ends(&self) -> &[Endpoint; 2] {
        &self.ends
    }
}

impl<A: Into<Endpoint>, B: Into<Endpoint>> From<(A, B)> for Link {
    fn from((a, b): (A, B)) -> Self {
        Self::new(a, b)
    }
}
