//! The names that a host resolves.

use std::fmt::Write as _;
use std::net::IpAddr;

use crate::name::NodeName;

/// The fixed entries, those of Debian. Their names are in [`LOCALHOST`](crate::name::LOCALHOST).
const FIXED: &str = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n\
                     ff02::1 ip6-allnodes\nff02::2 ip6-allrouters\n";

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
        Self { entries: Vec::new(), file: FIXED.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::name::LOCALHOST;

    #[test]
    fn no_host_has_a_fixed_name() {
        let names = FIXED.lines().flat_map(|line| line.split(' ').skip(1));
        assert_eq!(names.collect::<BTreeSet<_>>(), LOCALHOST.into_iter().collect());
    }
}
