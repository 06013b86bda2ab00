//! Packets that have arrived, and that no counter explains.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::rules::{Counted, arrival, suspects};
use crate::diagnosis::words::{count, them};
use crate::host_state::{HostState, KernelCounters};

/// What becomes of an IPv4 packet that arrives, other than that it is a fragment.
const IPV4: [&str; 10] = [
    "IpInDelivers",
    "IpForwDatagrams",
    "IpInHdrErrors",
    "IpInAddrErrors",
    "IpInUnknownProtos",
    "IpInDiscards",
    "IpFragFails",
    "IpExtInNoRoutes",
    "IpExtInCsumErrors",
    "TcpExtIPReversePathFilter",
];

/// The same for IPv6.
const IPV6: [&str; 9] = [
    "Ip6InDelivers",
    "Ip6OutForwDatagrams",
    "Ip6InHdrErrors",
    "Ip6InTooBigErrors",
    "Ip6InNoRoutes",
    "Ip6InAddrErrors",
    "Ip6InUnknownProtos",
    "Ip6InDiscards",
    "Ip6InTruncatedPkts",
];

/// More packets have arrived than were delivered, forwarded or counted as an error. Multicast is left out: packets for a
/// group that a host has not joined are dropped, and that is in order.
pub(super) fn packets(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let counters = &state.counters;
        let v4 = vanished(counters, "Ip", "IpExtInMcastPkts", &IPV4);
        let v6 = vanished(counters, "Ip6", "Ip6InMcastPkts", &IPV6);
        let mut counted = Counted::new(state, arrival(state));
        for (number, family) in [(v4, "IPv4"), (v6, "IPv6")] {
            let is_ipv4 = family == "IPv4";
            let number = counted.without(number, is_ipv4);
            if number > 0 {
                let packets = count(number, &format!("{family} packet"));
                let why = why(state, number, is_ipv4);
                let sentence = format!("{packets} arrived and vanished, counted by no error{why}");
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}

/// Returns what is possible.
fn why(state: &HostState, number: u64, is_ipv4: bool) -> String {
    let Some(firewall) = &state.firewall else {
        return ": a firewall rule (nftables), or a source that is not valid there (\"martian\") is \
                possible"
            .to_owned();
    };
    match suspects(firewall, arrival(state), is_ipv4) {
        Some(suspects) => format!(": {suspects} {}", them(number)),
        None => {
            ", nor dropped by a rule of nftables: a source that is not valid there (\"martian\") \
                 is possible"
                .to_owned()
        }
    }
}

fn vanished(counters: &KernelCounters, group: &str, multicast: &str, known: &[&str]) -> u64 {
    let of = |name: &str| counters.get(&format!("{group}{name}"));
    // Fragments become fewer packets, or wait for others.
    let fragments = of("ReasmReqds").saturating_sub(of("ReasmOKs"));
    let explained = counters.sum(known) + fragments + counters.get(multicast);
    of("InReceives").saturating_sub(explained)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_explained_has_not_vanished() {
        let mut counters = KernelCounters::default();
        counters.add_lines("IpInReceives 10\nIpInDelivers 6\nIpInHdrErrors 1\n");
        assert_eq!(vanished(&counters, "Ip", "IpExtInMcastPkts", &IPV4), 3);
        // A packet in three fragments.
        counters.add_lines("IpReasmReqds 3\nIpReasmOKs 1\n");
        assert_eq!(vanished(&counters, "Ip", "IpExtInMcastPkts", &IPV4), 1);
        counters.add_lines("IpExtInMcastPkts 1\n");
        assert_eq!(vanished(&counters, "Ip", "IpExtInMcastPkts", &IPV4), 0);
    }
}
