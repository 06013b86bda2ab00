//! Whether a host is shown its own network.

use std::fs;
use std::io;

/// What a host sees of its network.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct View {
    /// How many lines of `/etc/hosts` have the name of a host.
    pub(crate) hosts: usize,
    /// How many names `ip netns` would list.
    pub(crate) namespaces: usize,
    /// How many interfaces there are in `/sys/class/net`.
    pub(crate) interfaces: usize,
    /// How many there are in `/proc/net/dev`.
    pub(crate) devices: usize,
}

impl View {
    /// In a star, each host has an address of each family; the interfaces are `lo` and `eth0`.
    pub(crate) const fn of_star(hosts: usize) -> Self {
        Self { hosts: 2 * hosts, namespaces: hosts, interfaces: 2, devices: 2 }
    }

    /// The view of the calling thread.
    pub(crate) fn here() -> io::Result<Self> {
        let hosts = fs::read_to_string("/etc/hosts")?;
        let is_fixed = |line: &str| line.contains("localhost") || line.contains("ip6-");
        let hosts = hosts.lines().filter(|line| !is_fixed(line)).count();
        let namespaces = fs::read_dir("/run/netns")?.count();
        // Interfaces are links; modules put files next to them.
        let links = fs::read_dir("/sys/class/net")?;
        let is_link = |entry: &io::Result<fs::DirEntry>| {
            entry.as_ref().is_ok_and(|e| e.file_type().is_ok_and(|kind| kind.is_symlink()))
        };
        let interfaces = links.filter(is_link).count();
        let devices = fs::read_to_string("/proc/net/dev")?.lines().count() - HEAD_OF_DEV;
        Ok(Self { hosts, namespaces, interfaces, devices })
    }
}

/// How many lines `/proc/net/dev` begins with.
const HEAD_OF_DEV: usize = 2;
