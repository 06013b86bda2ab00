//! The words of other tools for faults on a schedule.

use crate::topology::{OptionRow, SCHEDULE};

/// Words for what a fault on a schedule has, with its keys: those of Jepsen's nemeses, Pumba, Chaos Mesh and of
/// everyday language.
const WORDS: [(&str, &[&str]); 9] = [
    (
        "after",
        &["at", "start", "begin", "begins", "from_time", "when", "start_after", "delay_start"],
    ),
    ("lasts", &["for", "duration", "length", "until", "time", "lasting"]),
    ("every", &["period", "interval", "repeat", "cycle", "cron"]),
    (
        "partition",
        &[
            "groups",
            "split",
            "grudge",
            "halves",
            "partition_halves",
            "partition-halves",
            "network_partition",
            "bridge",
        ],
    ),
    ("oneway", &["one_way", "one-way", "partition_oneway", "asymmetric", "direction", "drop_from"]),
    (
        "isolate",
        &["node", "isolated", "isolate_node", "partition_node", "partition-node", "primaries"],
    ),
    (
        "ring",
        &[
            "majorities_ring",
            "majorities-ring",
            "majority_ring",
            "majorities",
            "partition_ring",
            "partition_majorities_ring",
            "partition-majorities-ring",
        ],
    ),
    ("reject", &["rejects", "rejected", "refuse", "refuses", "reset", "icmp"]),
    ("link", &["lan", "cable", "segment", "on", "name", "target"]),
];

/// Words for a fault on a schedule.
const SCHEDULES: [&str; 13] = [
    "nemesis",
    "schedule",
    "schedules",
    "event",
    "events",
    "scenario",
    "timeline",
    "chaos",
    "partition",
    "partitions",
    "isolate",
    "oneway",
    "ring",
];

/// Returns the key of a fault on a schedule that has the meaning of a word of other tools, and its form.
pub(super) fn meaning(word: &str) -> Option<(&'static str, &'static str)> {
    let (name, _) = WORDS.iter().find(|(_, words)| words.contains(&word))?;
    let row = OptionRow::find(SCHEDULE, name)?;
    Some((row.key.name, row.key.form))
}

/// Returns true for a word that probably means a fault on a schedule.
pub(super) fn is_schedule(word: &str) -> bool {
    SCHEDULES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::FAULTS;

    #[test]
    fn every_word_in_a_fault_is_for_a_key_and_is_none() {
        let mut seen: Vec<&str> = Vec::new();
        for (name, words) in WORDS {
            assert!(OptionRow::find(SCHEDULE, name).is_some(), "{name}");
            seen.extend(words);
        }
        for word in &seen {
            let is_key = OptionRow::find(SCHEDULE, word).is_some()
                || OptionRow::find(FAULTS, word).is_some();
            assert!(!is_key && meaning(word).is_some(), "{word}");
        }
        let words = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), words, "a word has two meanings");
    }
}
