//! The parts of a plan.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use crate::addr::{Cidr, Family, Subnet};
use crate::name::{IfName, NodeName};

/// A host to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodePlan {
    /// Its name.
    pub name: NodeName,
    /// Its interfaces beside the loopback one, in the order of their links and LANs.
    pub interfaces: Vec<Interface>,
    /// Its routes beside those to the subnets in which it is.
    pub routes: Vec<Route>,
    /// Whether it is a router.
    pub forwards: bool,
    /// What its `/etc/hosts` is to say.
    pub hosts_file: Arc<str>,
}

impl NodePlan {
    pub(super) fn new(name: NodeName) -> Self {
        let (interfaces, routes) = (Vec::new(), Vec::new());
        Self { name, interfaces, routes, forwards: false, hosts_file: Arc::from("") }
    }

    /// All of its addresses beside the loopback ones, in the order of its interfaces.
    pub fn addrs(&self) -> impl Iterator<Item = Cidr> {
        self.interfaces.iter().flat_map(|interface| interface.addrs.iter().copied())
    }
}

/// An interface of a host or of a switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Its name: `eth0`, `eth1`, ... in a host, `br0`, `port1`, ... in a switch.
    pub name: IfName,
    /// Its index, which no other interface of the network has: a veth whose ends have the same
    /// one is noticed by the kernel's link watch a second late (`net/core/link_watch.c`).
    pub index: u32,
    /// Its hardware address, a locally administered one.
    pub mac: [u8; 6],
    /// The largest packet that it sends, in bytes.
    pub mtu: u32,
    /// Its addresses, link-local ones aside.
    pub addrs: Vec<Cidr>,
}

impl Interface {
    /// Its IPv6 link-local address: the one that the kernel makes of the hardware address
    /// (RFC 4291, appendix A).
    pub fn link_local(&self) -> Ipv6Addr {
        let mac = self.mac;
        let pair = |high: u8, low: u8| u16::from_be_bytes([high, low]);
        let [first, second] = [pair(mac[0] ^ 2, mac[1]), pair(mac[2], 0xff)];
        let [third, fourth] = [pair(0xfe, mac[3]), pair(mac[4], mac[5])];
        Ipv6Addr::new(0xfe80, 0, 0, 0, first, second, third, fourth)
    }

    /// Whether it is to speak IPv6, which takes an MTU of 1280 (RFC 8200, section 5).
    pub fn speaks_ipv6(&self) -> bool {
        self.mtu >= 1280
    }
}

/// A route to be added to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Where it leads; with a prefix of 0 bits it is the default route.
    pub to: Subnet,
    /// The address of the router that comes next.
    pub via: IpAddr,
    /// The place of the interface in [`NodePlan::interfaces`].
    pub interface: usize,
    /// The address that packets on it are sent from.
    pub source: IpAddr,
}

impl Route {
    /// Its family.
    pub fn family(&self) -> Family {
        self.to.family()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.to.prefix() == 0 {
            write!(f, "default via {}", self.via)
        } else {
            write!(f, "{} via {}", self.to, self.via)
        }
    }
}

/// A veth pair to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPlan {
    /// Its name: the one that it was given, or `link1`, `link2`, ...
    pub name: String,
    /// Where its ends are.
    pub ends: [Side; 2],
}

/// A LAN to be made; the switch at the same place of [`Plan::switches`](super::Plan::switches) is
/// its.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanPlan {
    /// Its name: the one that it was given, or `lan1`, `lan2`, ...
    pub name: String,
    /// Where hosts are joined to it.
    pub ends: Vec<Side>,
}

/// The switch of a LAN: a bridge in a network namespace of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchPlan {
    /// The name of its LAN.
    pub name: String,
    /// The bridge, and then a port for each end of its LAN, in the same order.
    pub interfaces: Vec<Interface>,
}

/// Where an end of a link or of a LAN is: [`Plan::interface`](super::Plan::interface) finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The place of the host in [`Plan::nodes`](super::Plan::nodes).
    pub node: usize,
    /// The place of the interface in [`NodePlan::interfaces`].
    pub interface: usize,
}
