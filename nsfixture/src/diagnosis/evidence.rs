//! What causes look at.

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};

use nsfixture_plan::{CableEnd, HostEnd, Interface, NodePlan, Plan};

use super::finding::Finding;
use crate::fault_counters::FaultCounters;
use crate::host_state::{HostState, InterfaceState, SocketKind, SocketState};
use crate::packets::{Point, Record};

/// A network: its plan, the states of its hosts, and what the faults of its cables have done.
pub(crate) struct Evidence<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) hosts: &'a [HostState],
    pub(crate) faults: &'a [CableFaults],
    /// The last packets, and where they have arrived.
    pub(crate) packets: &'a [Record],
    pub(crate) points: &'a [Point],
}

/// What happened to packets in one direction of a cable.
pub(crate) struct CableFaults {
    /// The cable, and the end that the packets come from.
    pub(crate) direction: String,
    pub(crate) counters: FaultCounters,
}

impl<'a> Evidence<'a> {
    pub(super) fn node(&self, state: &HostState) -> &'a NodePlan {
        &self.plan.nodes[state.host]
    }

    /// Returns a finding about a host.
    pub(super) fn finding(&self, state: &HostState, sentence: String) -> Finding {
        Finding { place: self.node(state).name.to_string(), sentence }
    }

    /// Returns the sum of a counter over all hosts.
    pub(super) fn sum(&self, counter: &str) -> u64 {
        self.hosts.iter().map(|state| state.counters.get(counter)).sum()
    }

    /// Returns the host that the plan gives an address.
    pub(super) fn owner(&self, addr: IpAddr) -> Option<&'a NodePlan> {
        let owns = |node: &&NodePlan| {
            node.addrs().any(|own| own.addr() == addr)
                || node.interfaces.iter().any(|each| IpAddr::from(each.link_local()) == addr)
        };
        self.plan.nodes.iter().find(owns)
    }

    /// Returns the host that has received a packet, or was to; `None` for a switch.
    pub(super) fn receiver(&self, record: &Record) -> Option<&'a NodePlan> {
        let point = self.points.get(record.at)?;
        self.plan.nodes.iter().find(|node| node.name.as_str() == &*point.host)
    }

    /// Returns an address with its port and its host: "10.0.0.2:80 (`b`)".
    pub(super) fn named(&self, addr: SocketAddr) -> String {
        self.with_host(&addr, addr.ip())
    }

    /// Returns an address with its host: "10.0.0.2 (`b`)".
    pub(super) fn named_ip(&self, addr: IpAddr) -> String {
        self.with_host(&addr, addr)
    }

    fn with_host(&self, text: &dyn Display, addr: IpAddr) -> String {
        match self.owner(addr) {
            Some(node) => format!("{text} (`{}`)", node.name),
            None => text.to_string(),
        }
    }

    /// Returns the planned interfaces of a host, each as it is now.
    pub(super) fn ends(
        &self,
        state: &'a HostState,
    ) -> impl Iterator<Item = (HostEnd, &'a InterfaceState)> {
        let interfaces = self.node(state).interfaces.iter().enumerate();
        interfaces.filter_map(|(interface, planned)| {
            let found = state.interface(planned.name.as_str())?;
            Some((HostEnd { node: state.host, interface }, found))
        })
    }

    /// Returns the states of the interfaces at the other ends of what an end is connected to, with their hosts.
    pub(super) fn peers(&self, end: HostEnd) -> Vec<(&'a HostState, &'a InterfaceState)> {
        let peers = self.peer_ends(end);
        let found = peers.into_iter().filter_map(|peer| {
            let state = self.hosts.iter().find(|state| state.host == peer.node)?;
            let Interface { name, .. } = self.plan.interface(peer);
            Some((state, state.interface(name.as_str())?))
        });
        found.collect()
    }

    fn peer_ends(&self, end: HostEnd) -> Vec<HostEnd> {
        let own = CableEnd::from(end);
        let links = self.plan.links.iter().map(|link| self.plan.link_ends(link).to_vec());
        let lans = self.plan.lans.iter().map(|lan| self.plan.lan_ends(lan));
        let segments = links.chain(lans);
        let ours = segments.filter(|ends| ends.iter().any(|each| CableEnd::from(*each) == own));
        ours.flatten().filter(|each| CableEnd::from(*each) != own).collect()
    }

    /// Returns the other socket of a connection, and its host.
    pub(super) fn other_end(&self, of: &SocketState) -> Option<(&'a HostState, &'a SocketState)> {
        self.hosts.iter().find_map(|state| {
            let is_it = |socket: &&SocketState| {
                socket.local == of.remote
                    && socket.remote == of.local
                    && socket.kind != SocketKind::Udp
            };
            Some((state, state.sockets.iter().find(is_it)?))
        })
    }
}
