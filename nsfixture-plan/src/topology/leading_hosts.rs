//! The hosts that a written description names by themselves.

use std::collections::{HashMap, HashSet};

use super::network::Topology;
use super::segment::Segment;

impl Topology {
    /// Returns the hosts that must be named before the links and LANs so that all hosts keep their
    /// order. The links and LANs name the others.
    #[doc(hidden)]
    pub fn leading_hosts(&self) -> &[String] {
        let mut places = HashMap::new();
        for end in self.segments.iter().flat_map(Segment::ends) {
            let next = places.len();
            places.entry(end.host()).or_insert(next);
        }
        let hosts = &self.hosts[..];
        let mut next = usize::MAX;
        let in_order = |host: &&String| match places.get(host.as_str()) {
            Some(&place) if place < next => {
                next = place;
                true
            }
            _ => false,
        };
        let others = hosts.iter().rev().take_while(in_order).count();
        let (leading, others) = hosts.split_at(hosts.len() - others);
        // Only a duplicate host, which is a mistake, can be in both.
        let named: HashSet<&String> = leading.iter().collect();
        if others.iter().any(|host| named.contains(host)) { hosts } else { leading }
    }
}
