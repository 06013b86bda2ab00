//! A cable between two hosts.

use super::endpoint::Endpoint;
use super::fault_builders::fault_builders;
use super::faults::Faults;
use super::options::{SegmentOptions, option_builders};

/// A cable between two hosts: a veth pair.
///
/// Without an address or a [`subnet`](Self::subnet) the link gets its own IPv4 and IPv6 subnets, and
/// each end an address in both. Otherwise it gets only what is asked for; an end without an address
/// of a family that the other end has gets the next free one of that subnet.
///
/// A link without a name is called after its ends: that between `client` and `server` is
/// `client-server`. If another link or LAN has this name, the link is called `client-server-2`, or
/// the next number that is free.
///
/// Faults, such as a [`delay`](Self::delay), apply to the packets in both directions, and [`from`](Self::from)
/// overrides them in one.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub(crate) ends: [Endpoint; 2],
    pub(crate) options: SegmentOptions,
}

impl Link {
    /// Creates a link between two ends. The name of a host stands for an end without an address.
    #[must_use]
    pub fn new(a: impl Into<Endpoint>, b: impl Into<Endpoint>) -> Self {
        Self { ends: [a.into(), b.into()], options: SegmentOptions::default() }
    }

    option_builders!("link");

    /// Returns the two ends, in the order in which they were given.
    pub fn ends(&self) -> &[Endpoint; 2] {
        &self.ends
    }
}

impl<A: Into<Endpoint>, B: Into<Endpoint>> From<(A, B)> for Link {
    fn from((a, b): (A, B)) -> Self {
        Self::new(a, b)
    }
}
