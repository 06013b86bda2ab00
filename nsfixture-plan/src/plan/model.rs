//! The parts of a plan: hosts, switches, cables, and what joins hosts by them.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::ops::Range;
use std::sync::Arc;

use super::hosts_table::HostsTable;
use crate::addr::{Family, IfAddr, Subnet};
use crate::impairment::Impairment;
use crate::name::{IfName, NodeName};

/// A host to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodePlan {
    /// The name of the host.
    pub name: NodeName,
    /// The interfaces other than `lo`, in the order of their links and LANs.
    pub interfaces: Vec<Interface>,
    /// The routes other than those to directly connected subnets.
    pub routes: Vec<Route>,
    /// The index of the interface for IPv4 multicast and limited broadcast, where no default route has one.
    pub group_interface: Option<usize>,
    /// True for a router.
    pub forwards: bool,
    /// The names that the host resolves, and its `/etc/hosts`.
    pub hosts: Arc<HostsTable>,
}

impl NodePlan {
    pub(super) fn new(name: NodeName) -> Self {
        let (interfaces, routes) = (Vec::new(), Vec::new());
        let hosts = Arc::default();
        Self { name, interfaces, routes, group_interface: None, forwards: false, hosts }
    }

    /// Returns the addresses other than loopback ones, in the order of the interfaces.
    pub fn addrs(&self) -> impl Iterator<Item = IfAddr> {
        self.interfaces.iter().flat_map(|interface| interface.addrs.iter().copied())
    }
}

/// An interface of a host or of a switch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interface {
    /// The name: `eth0`, `eth1`, ... in a host, `br0`, `port1`, ... in a switch.
    pub name: IfName,
    /// The index, unique in the whole network: the kernel's link watch notices a veth pair whose
    /// ends share an index a second late (`net/core/link_watch.c`, Linux 6.12).
    pub index: u32,
    /// The hardware address, a locally administered one.
    pub mac: [u8; 6],
    /// The MTU in bytes.
    pub mtu: u32,
    /// The addresses, except link-local ones.
    pub addrs: Vec<IfAddr>,
}

impl Interface {
    /// Returns the IPv6 link-local address that the kernel derives from the hardware address
    /// (RFC 4291, appendix A).
    pub fn link_local(&self) -> Ipv6Addr {
        let mac = self.mac;
        let pair = |high: u8, low: u8| u16::from_be_bytes([high, low]);
        let [first, second] = [pair(mac[0] ^ 2, mac[1]), pair(mac[2], 0xff)];
        let [third, fourth] = [pair(0xfe, mac[3]), pair(mac[4], mac[5])];
        Ipv6Addr::new(0xfe80, 0, 0, 0, first, second, third, fourth)
    }

    /// Returns true if the MTU is large enough for IPv6, 1280 bytes (RFC 8200, section 5).
    pub fn speaks_ipv6(&self) -> bool {
        self.mtu >= 1280
    }
}

/// A route to add to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The destination; a prefix length of 0 makes it the default route.
    pub to: Subnet,
    /// The next hop.
    pub via: IpAddr,
    /// The index of the interface in [`NodePlan::interfaces`].
    pub interface: usize,
    /// The preferred source address.
    pub source: IpAddr,
}

impl Route {
    /// Returns the address family of the destination.
    pub fn family(&self) -> Family {
        self.to.family()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.to.prefix_len() == 0 {
            write!(f, "default via {}", self.via)
        } else {
            write!(f, "{} via {}", self.to, self.via)
        }
    }
}

/// A place with a network namespace: a host, a switch or the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SiteId {
    /// The host with this index in [`Plan::nodes`](super::Plan::nodes).
    Node(usize),
    /// The switch with this index in [`Plan::switches`](super::Plan::switches).
    Switch(usize),
    /// The engine, through which the packets of cables with a [`WirePlan`] pass.
    Engine,
}

/// A cable to create. A link is one, a LAN has one for each of its hosts.
///
/// A plain cable is a veth pair. One that can be impaired is two, each from one end to a port of the
/// engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CablePlan {
    /// The two ends. Of a LAN's cable, the first is in the switch. A plain cable's pair is created at the
    /// first one's site.
    pub ends: [CableEnd; 2],
    /// The engine's part of a cable that can be impaired.
    pub wire: Option<WirePlan>,
}

/// The engine's part of a cable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WirePlan {
    /// The engine's ports, in the order of the cable's ends, by their indices in
    /// [`Plan::ports`](super::Plan::ports).
    pub ports: [usize; 2],
    /// What happens to packets from the first end, and to those from the second.
    pub impairments: [Impairment; 2],
}

/// One end of a cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CableEnd {
    /// The site that the end is in.
    pub site: SiteId,
    /// The index of the interface among those of the site.
    pub interface: usize,
}

/// A cable's end in a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HostEnd {
    /// The index of the host in [`Plan::nodes`](super::Plan::nodes).
    pub node: usize,
    /// The index of the interface in [`NodePlan::interfaces`].
    pub interface: usize,
}

impl From<HostEnd> for CableEnd {
    fn from(HostEnd { node, interface }: HostEnd) -> Self {
        Self { site: SiteId::Node(node), interface }
    }
}

impl CablePlan {
    /// Returns the two ends of the veth pair that joins the end `nth` of a cable to the engine, that at
    /// whose site it is created first: the switch, so that the end is a port of the bridge, or the engine.
    /// Returns `None` for a plain cable.
    ///
    /// # Panics
    /// Panics if `nth` is greater than 1.
    pub fn half(&self, nth: usize) -> Option<[CableEnd; 2]> {
        let interface = self.wire.as_ref()?.ports[nth];
        let (end, port) = (self.ends[nth], CableEnd { site: SiteId::Engine, interface });
        Some(if let SiteId::Switch(_) = end.site { [end, port] } else { [port, end] })
    }
}

impl CableEnd {
    /// Returns the end if it is in a host.
    pub fn in_host(self) -> Option<HostEnd> {
        match self.site {
            SiteId::Node(node) => Some(HostEnd { node, interface: self.interface }),
            SiteId::Switch(_) | SiteId::Engine => None,
        }
    }
}

/// A link to create: a cable between two hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPlan {
    /// The name of the link.
    pub name: String,
    /// The index of its cable in [`Plan::cables`](super::Plan::cables).
    pub cable: usize,
}

/// A LAN to create. Its switch has the same index in [`Plan::switches`](super::Plan::switches).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanPlan {
    /// The name of the LAN.
    pub name: String,
    /// The indices of its cables in [`Plan::cables`](super::Plan::cables), in the order of its
    /// hosts.
    pub cables: Range<usize>,
}

/// The switch of a LAN: a bridge in its own network namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchPlan {
    /// The name of the LAN.
    pub name: String,
    /// The bridge, followed by a port for each cable of the LAN, in the same order.
    pub interfaces: Vec<Interface>,
}
