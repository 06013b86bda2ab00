//! Wrong checksums.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::count;

const COUNTERS: [(&str, &[&str]); 4] = [
    ("UDP", &["UdpInCsumErrors", "Udp6InCsumErrors"]),
    ("TCP", &["TcpInCsumErrors"]),
    ("ICMP", &["IcmpInCsumErrors", "Icmp6InCsumErrors"]),
    ("IPv4 header", &["IpExtInCsumErrors"]),
];

/// Packets whose checksum was wrong (`*InCsumErrors`).
pub(super) fn wrong(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        for (protocol, counters) in COUNTERS {
            let number = state.counters.sum(counters);
            if number > 0 {
                let packets = count(number, "packet");
                let sentence = format!("{packets} dropped: the {protocol} checksum was wrong");
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}
