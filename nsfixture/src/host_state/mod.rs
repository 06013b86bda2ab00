//! What the kernel knows of a host at one moment: plain data.

mod counters;
mod firewall;
mod firewall_text;
mod interface;
mod socket;

use std::collections::BTreeMap;
use std::net::IpAddr;

pub(crate) use counters::KernelCounters;
pub(crate) use firewall::{
    BaseChain, ChainPlace, Counted, Firewall, Hook, RuleCounter, RuleState, TableFamily, Verdict,
};
pub(crate) use interface::{AddressState, InterfaceState, Neighbour, Reachability, RouteState};
pub(crate) use socket::{SocketKind, SocketState, TcpInfo, TcpState, Timer};

/// The state of a host. What could not be read is empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct HostState {
    /// The index of the host in the plan.
    pub(crate) host: usize,
    pub(crate) counters: KernelCounters,
    pub(crate) interfaces: Vec<InterfaceState>,
    pub(crate) addresses: Vec<AddressState>,
    pub(crate) neighbours: Vec<Neighbour>,
    pub(crate) routes: Vec<RouteState>,
    pub(crate) sockets: Vec<SocketState>,
    /// `None` if it is not known whether it has any rules.
    pub(crate) firewall: Option<Firewall>,
    /// Sysctls, by the end of their path: `ipv4/ip_forward`.
    pub(crate) sysctls: BTreeMap<&'static str, String>,
}

impl HostState {
    /// Returns the interface with this name.
    pub(crate) fn interface(&self, name: &str) -> Option<&InterfaceState> {
        self.interfaces.iter().find(|interface| interface.name == name)
    }

    /// Returns the name of the interface with this index.
    pub(crate) fn interface_name(&self, index: u32) -> &str {
        let found = self.interfaces.iter().find(|interface| interface.index == index);
        found.map_or("an interface", |interface| &interface.name)
    }

    /// Returns true if a sysctl was read, and is this.
    pub(crate) fn sysctl_is(&self, key: &str, value: &str) -> bool {
        self.sysctls.get(key).is_some_and(|found| found == value)
    }

    /// Returns true if a route leads to an address: one that a packet could take.
    pub(crate) fn has_route_to(&self, addr: IpAddr) -> bool {
        self.routes.iter().any(|route| route.contains(addr))
    }
}
