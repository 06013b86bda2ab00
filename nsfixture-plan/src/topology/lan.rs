//! A switch with a cable to each host.

use super::endpoint::Endpoint;
use super::fault_builders::fault_builders;
use super::faults::Faults;
use super::options::{SegmentOptions, option_builders};

/// A LAN: a switch, which is a bridge in its own network namespace, and a cable from it to each
/// host.
///
/// Addresses are given as those of a [`Link`](crate::Link): without any, and without a
/// [`subnet`](Self::subnet), the LAN gets its own IPv4 and IPv6 subnets. A host without an address
/// of a family that the LAN has gets the next free one.
///
/// A LAN without a name is called `lan1`, `lan2` and so on, by the first number that is free.
///
/// Faults, such as a [`delay`](Self::delay), apply to the packets that each host sends, on its cable to the
/// switch, and nothing happens to those from the switch to a host: between any two hosts the delay is the one asked
/// for. [`from`](Self::from) overrides them for one host.
///
/// A LAN has at most [`MAX_HOSTS`](Self::MAX_HOSTS) hosts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lan {
    pub(crate) ends: Vec<Endpoint>,
    pub(crate) options: SegmentOptions,
}

impl Lan {
    /// The largest number of hosts on a LAN: the kernel's bridge numbers its ports with 10 bits, and
    /// no port has the number 0 (`find_portno`, `net/bridge/br_if.c`, Linux 6.12).
    pub const MAX_HOSTS: usize = 1023;

    /// Creates a LAN of these hosts; more can be added.
    #[must_use]
    pub fn new<E: Into<Endpoint>>(hosts: impl IntoIterator<Item = E>) -> Self {
        let ends = hosts.into_iter().map(Into::into).collect();
        Self { ends, options: SegmentOptions::default() }
    }

    /// Adds a host, with its addresses if it is to have certain ones:
    /// `.host("a").host(("gw", "10.1.0.254/24"))`.
    #[must_use]
    pub fn host(mut self, end: impl Into<Endpoint>) -> Self {
        self.ends.push(end.into());
        self
    }

    option_builders!("LAN");

    /// Returns the hosts with their addresses, in the order in which they were added.
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
