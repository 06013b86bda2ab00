//! What rules of nftables have done, by their counters and by those of the kernel.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::rules::{Counted, counts_transmissions, departure, suspects, taken};
use crate::diagnosis::words::{count, them, was};
use crate::host_state::HostState;

/// The most rules of a host of which each has a line.
const MAX_RULES: usize = 3;

/// What a rule or a policy has counted.
pub(super) fn counted(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let Some(firewall) = &state.firewall else { continue };
        for each in taken(firewall).iter().take(MAX_RULES) {
            let (packets, verb) = (count(each.packets, "packet"), each.by.verb());
            let sentence =
                format!("{packets} {verb} by {}, according to its counter", each.by.name());
            found.push(evidence.finding(state, sentence));
        }
    }
}

/// Packets that were not sent, where a rule may be the reason.
pub(super) fn unsent(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let Some(firewall) = &state.firewall else { continue };
        let hooks = departure(state);
        let mut counted = Counted::new(state, hooks);
        for (family, group, forwarded) in
            [("IPv4", "Ip", "IpForwDatagrams"), ("IPv6", "Ip6", "Ip6OutForwDatagrams")]
        {
            let is_ipv4 = family == "IPv4";
            let number = counted.without(missing(state, group, forwarded), is_ipv4);
            let suspects = suspects(firewall, hooks, is_ipv4).filter(|_| number > 0);
            if let Some(suspects) = suspects {
                let (packets, was) = (count(number, &format!("{family} packet")), was(number));
                let sentence = format!("{packets} {was} not sent: {suspects} {}", them(number));
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}

/// Returns how many packets should have been sent and were not. What IPv4 counts as discarded are datagrams, whose senders got
/// an error (`ip_send_skb`, `net/ipv4/ip_output.c`, Linux 6.12); IPv6 also counts multicast listener reports of its own.
fn missing(state: &HostState, group: &str, forwarded: &str) -> u64 {
    let of = |name: &str| state.counters.get(&format!("{group}{name}"));
    let discarded = if group == "Ip" { of("OutDiscards") } else { 0 };
    if !counts_transmissions(state) {
        return discarded;
    }
    let to_send = of("OutRequests") + state.counters.get(forwarded);
    to_send.saturating_sub(of("OutTransmits")).max(discarded)
}
