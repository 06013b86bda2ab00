//! Addresses in rows, where the names of hosts do not tell them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use crate::packets::Point;
use crate::packets::decode::Decoded;

/// The addresses of hosts that have several of the same family.
pub(super) struct Ambiguous(BTreeSet<IpAddr>);

impl Ambiguous {
    pub(super) fn of(points: &[Point]) -> Self {
        let mut of_hosts: BTreeMap<(&str, bool), BTreeSet<IpAddr>> = BTreeMap::new();
        for point in points {
            for &addr in point.addrs.iter().filter(|addr| !is_link_local(addr)) {
                of_hosts.entry((&point.host, addr.is_ipv4())).or_default().insert(addr);
            }
        }
        Self(of_hosts.into_values().filter(|addrs| addrs.len() > 1).flatten().collect())
    }

    /// Returns the text with the addresses of the packet, if one of them is among these.
    pub(super) fn resolve(&self, text: String, decoded: &Decoded) -> String {
        let Some([source, destination]) = decoded.addrs else { return text };
        if ![source, destination].iter().any(|addr| self.0.contains(addr)) {
            return text;
        }
        let Some([from, to]) = decoded.ports else {
            return format!("{text} ({source} → {destination})");
        };
        let ends = [SocketAddr::new(source, from), SocketAddr::new(destination, to)];
        text.replacen(&format!("{from} → {to}"), &format!("{} → {}", ends[0], ends[1]), 1)
    }
}

fn is_link_local(addr: &IpAddr) -> bool {
    matches!(addr, IpAddr::V6(addr) if addr.is_unicast_link_local())
}
