//! The names that a host resolves.

use std::fmt::Write as _;
use std::net::IpAddr;

use crate::name::NodeName;

const LOCALHOST: &str = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n";

/// The hosts of a network with their addresses, as one of them sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostsTable {
    entries: Vec<(usize, IpAddr)>,
    file: String,
}

impl HostsTable {
    /// Returns the addresses of the host with this index in [`Plan::nodes`](crate::Plan::nodes),
    /// the nearest first: the one behind the fewest routers.
    pub fn addrs_of(&self, node: usize) -> impl Iterator<Item = IpAddr> {
        self.entries.iter().filter(move |(of, _)| *of == node).map(|&(_, addr)| addr)
    }

    /// Returns the content of the host's `/etc/hosts` (hosts(5)).
    pub fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn add(&mut self, node: usize, name: &NodeName, addr: IpAddr) {
        self.entries.push((node, addr));
        // Writing to a `String` does not fail.
        let _ = writeln!(self.file, "{addr} {name}");
    }
}

impl Default for HostsTable {
    fn default() -> Self {
        Self { entries: Vec::new(), file: LOCALHOST.to_owned() }
    }
}
