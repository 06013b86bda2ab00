//! Packets for which there was no way on.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::{count, list};
use crate::host_state::HostState;

/// The reverse path filter (RFC 3704; `rp_filter`, ip-sysctl of the kernel's documentation).
pub(super) fn reverse_path(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let number = state.counters.get("TcpExtIPReversePathFilter");
        if number > 0 {
            let sentence = format!(
                "{} dropped by the reverse path filter (rp_filter): the route back to the source uses \
                 another interface, or there is none",
                count(number, "packet"),
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}

/// Packets for others at a host that does not forward (`IpInAddrErrors`).
pub(super) fn forwarding_off(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let number = state.counters.get("IpInAddrErrors");
        if number == 0 {
            continue;
        }
        let packets = count(number, "packet");
        let sentence = if state.sysctl_is("ipv4/ip_forward", "0") {
            format!(
                "{packets} for other hosts dropped: forwarding is off (net.ipv4.ip_forward = 0)"
            )
        } else {
            format!("{packets} dropped: their destination is invalid here")
        };
        found.push(evidence.finding(state, sentence));
    }
}

/// Packets that have passed too many routers (`IcmpOutTimeExcds`, which also counts reassembly that took too long).
pub(super) fn ttl_exceeded(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let counters = &state.counters;
        let v4 = counters.get("IcmpOutTimeExcds").min(counters.get("IpInHdrErrors"));
        let v6 = counters.get("Icmp6OutTimeExcds").min(counters.get("Ip6InHdrErrors"));
        for (number, field) in [(v4, "TTL"), (v6, "hop limit")] {
            if number > 0 {
                let packets = count(number, "packet");
                let sentence = format!("{packets} dropped: the {field} was exceeded here");
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}

/// No route, for what a host sends itself or for what it forwards.
pub(super) fn no_route(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    const KINDS: [(&str, &str, &str); 4] = [
        ("IpOutNoRoutes", "IPv4", "sent from here"),
        ("IpExtInNoRoutes", "IPv4", "that arrived"),
        ("Ip6OutNoRoutes", "IPv6", "sent from here"),
        ("Ip6InNoRoutes", "IPv6", "that arrived"),
    ];
    for state in evidence.hosts {
        for (counter, family, which) in KINDS {
            let number = state.counters.get(counter);
            if number > 0 {
                let sentence = format!(
                    "no {family} route to the destination of {} {which}{}",
                    count(number, "packet"),
                    unreachable(evidence, state, family == "IPv4"),
                );
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}

/// Lists the addresses of the topology that a host has no route to.
fn unreachable(evidence: &Evidence<'_>, state: &HostState, is_ipv4: bool) -> String {
    if state.routes.is_empty() {
        return String::new();
    }
    let nodes = evidence.plan.nodes.iter().enumerate().filter(|(host, _)| *host != state.host);
    let addrs = nodes.flat_map(|(_, node)| node.addrs().map(move |addr| (addr.addr(), node)));
    let missing = addrs.filter(|(addr, _)| addr.is_ipv4() == is_ipv4 && !state.has_route_to(*addr));
    let missing: Vec<String> =
        missing.map(|(addr, node)| format!("{addr} (`{}`)", node.name)).collect();
    if missing.is_empty() { String::new() } else { format!("; it has none to {}", list(&missing)) }
}

/// Packets that were too large for the next link and may not be fragmented.
pub(super) fn too_big(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let counters = &state.counters;
        for (number, family) in
            [(counters.get("IpFragFails"), "IPv4"), (counters.get("Ip6InTooBigErrors"), "IPv6")]
        {
            if number > 0 {
                let sentence = format!(
                    "{} dropped: too large for the MTU of the next link, and not to be fragmented \
                     ({})",
                    count(number, &format!("{family} packet")),
                    mtus(evidence, state),
                );
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}

fn mtus(evidence: &Evidence<'_>, state: &HostState) -> String {
    let mtus = evidence.ends(state).map(|(_, each)| format!("{} has {}", each.name, each.mtu));
    list(&mtus.collect::<Vec<_>>())
}

/// Packets of a protocol for which there is neither a handler nor a raw socket.
pub(super) fn unknown_protocol(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let number = state.counters.sum(&["IpInUnknownProtos", "Ip6InUnknownProtos"]);
        if number > 0 {
            let packets = count(number, "packet");
            let sentence = format!("{packets} of an IP protocol that nothing here receives");
            found.push(evidence.finding(state, sentence));
        }
    }
}
