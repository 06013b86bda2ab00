//! The words of other tools for what has another name here.

use crate::topology::{FAULTS, FLAP, FROM};

/// Words, with the keys that have their meaning here: those of tc-netem(8) and tc-tbf(8), Mininet, patchbay,
/// toxiproxy, turmoil, mahimahi, Pumba, Jepsen, comcast and Tailscale's tests.
const WORDS: [(&str, &[&str]); 20] = [
    ("condition", &["profile", "preset", "netem", "link_condition", "conditions"]),
    (
        "delay",
        &[
            "latency",
            "latency_ms",
            "delay_ms",
            "lag",
            "min_latency",
            "mean_latency",
            "slow",
            "slot",
            "link_latency",
        ],
    ),
    ("rtt", &["rtt_ms", "ping", "round_trip"]),
    (
        "jitter",
        &[
            "jitter_ms",
            "latency_jitter",
            "delay_jitter",
            "max_latency",
            "latency_curve",
            "variance",
        ],
    ),
    ("distribution", &["dist", "latency_distribution"]),
    ("reorder", &["reorder_pct", "gap", "reordering"]),
    (
        "loss",
        &[
            "packet_loss",
            "loss_pct",
            "loss_rate",
            "drop_rate",
            "drop_probability",
            "fail_rate",
            "message_loss",
            "loss_random",
            "plr",
            "lossy",
            "flaky",
            "uplink_loss",
            "downlink_loss",
            "loss_percent",
            "percent",
        ],
    ),
    (
        "burst",
        &[
            "loss_correlation",
            "correlation",
            "burst_length",
            "loss_state",
            "loss_gemodel",
            "gemodel",
        ],
    ),
    ("drop", &["drop_packets", "drop_nth"]),
    ("drop_every", &["every", "drop_interval"]),
    ("outage", &["blackout", "downtime", "on_off", "onoff", "outages"]),
    ("flap", &["flaps", "flapping", "link_flap", "carrier_flap", "carrier_loss"]),
    ("blackhole_above", &["mtu_hole", "pmtu_blackhole", "mtu_blackhole", "blackhole"]),
    ("path_mtu", &["pmtu", "link_mtu", "max_mtu", "tunnel_mtu", "mtu_limit"]),
    ("duplicate", &["duplication", "dup", "duplicate_pct"]),
    ("corrupt", &["corruption", "corrupt_pct", "corrupt_rate", "bit_error_rate", "ber"]),
    (
        "rate",
        &[
            "bw",
            "bandwidth",
            "rate_kbit",
            "rate_kbps",
            "speed",
            "throughput",
            "target_bw",
            "rate_limit",
            "bandwidth_limit",
            "link_rate",
            "bps",
        ],
    ),
    (
        "queue",
        &[
            "limit",
            "max_queue_size",
            "queue_size",
            "queue_limit",
            "buffer",
            "buffer_size",
            "limit_data",
            "queue_packets",
            "backlog",
        ],
    ),
    ("rule", &["match", "filter", "rules", "packets", "when", "only"]),
    ("aqm", &["qdisc", "ecn", "codel", "fq_codel", "red", "enable_red", "enable_ecn"]),
];

/// Words for the matchers of rules, with their keys here: those of iptables(8), nft(8) and tc-flower(8).
const MATCHERS: [(&str, &[&str]); 7] = [
    ("host", &["src", "dst", "source", "destination", "ip", "addr", "address", "src_ip", "dst_ip"]),
    ("protocol", &["proto", "ip_proto", "l4proto"]),
    (
        "port",
        &["dport", "sport", "src_port", "dst_port", "ports", "source_port", "destination_port"],
    ),
    ("icmp", &["icmp_type", "icmpv6"]),
    ("flags", &["tcp_flags"]),
    ("longer_than", &["larger_than", "min_length", "min_len", "above"]),
    ("shorter_than", &["smaller_than", "max_length", "max_len", "below"]),
];

/// Returns the key of rules that has the meaning of a word of other tools.
pub(super) fn matcher(word: &str) -> Option<&'static str> {
    let (name, _) = MATCHERS.iter().find(|(_, words)| words.contains(&word))?;
    Some(name)
}

/// Words for the faults of packets from one host.
const DIRECTIONS: [&str; 12] = [
    "uplink",
    "downlink",
    "up",
    "down",
    "upload",
    "download",
    "upstream",
    "downstream",
    "ingress",
    "egress",
    "params1",
    "params2",
];

/// Returns the key that has the meaning of a word of other tools, and what to do.
pub(super) fn meaning(word: &str) -> Option<(&'static str, String)> {
    if DIRECTIONS.contains(&word) {
        return Some((FROM.name, "name the host that sends the packets".to_owned()));
    }
    let (name, _) = WORDS.iter().find(|(_, words)| words.contains(&word))?;
    let key = FAULTS.iter().map(|fault| fault.key).find(|key| key.name == *name)?;
    // Its form depends on the source.
    let advice = match key.name {
        "outage" | FLAP => "set how long it `lasts`".to_owned(),
        "rule" => "write what it matches and its faults".to_owned(),
        _ => format!("write `{}`", key.form),
    };
    Some((key.name, advice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::option_keys;
    use crate::topology::{OptionRow, RULE};

    #[test]
    fn every_word_is_for_a_key_and_is_none() {
        let keys: Vec<&str> = option_keys().map(|key| key.name).collect();
        let mut seen = Vec::new();
        for (name, words) in WORDS {
            assert!(keys.contains(&name), "{name}");
            seen.extend(words);
        }
        seen.extend(&DIRECTIONS);
        for word in &seen {
            assert!(!keys.contains(word), "{word} is a key");
            assert!(meaning(word).is_some(), "{word}");
        }
        for (name, words) in MATCHERS {
            assert!(OptionRow::find(RULE, name).is_some(), "{name}");
            assert!(words.iter().all(|word| OptionRow::find(RULE, word).is_none()), "{words:?}");
        }
        let words = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), words, "a word has two meanings");
    }
}
