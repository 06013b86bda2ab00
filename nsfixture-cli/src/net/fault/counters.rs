//! What has happened to the packets of cables.

use nsfixture::Cable;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::select::{both, text};

/// The packets of one direction of a cable.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DirectionCounters {
    /// A link, or LAN:HOST.
    pub(super) cable: String,
    /// The host that sends them; `None` for the switch of a LAN.
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    /// What happened, and to how many.
    pub(super) packets: Vec<(String, u64)>,
    pub(super) rules: Vec<RuleNumbers>,
}

/// What a rule has matched and done.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RuleNumbers {
    pub(super) rule: String,
    pub(super) packets: Vec<(String, u64)>,
}

/// Returns the counters of cables that can be impaired.
pub(super) fn of(cables: &[Cable]) -> Result<Vec<DirectionCounters>, String> {
    let mut all = Vec::with_capacity(2 * cables.len());
    for cable in cables {
        let nodes = cable.nodes();
        let mut hosts = nodes.iter().map(|node| node.name().to_owned());
        let (first, second) = (hosts.next(), hosts.next());
        let name = match (&first, &second) {
            (Some(host), None) => format!("{}:{host}", cable.name()),
            _ => cable.name().to_owned(),
        };
        let ends = [(first.clone(), second.clone()), (second, first)];
        for (direction, (from, to)) in both(cable).iter().zip(ends) {
            let counters = direction.fault_counters().map_err(text)?;
            let packets = owned(counters.entries());
            let rules = direction.rules().map_err(text)?;
            let rules = rules.into_iter().map(|counters| RuleNumbers {
                packets: owned(counters.entries()),
                rule: counters.rule,
            });
            let rules = rules.collect();
            all.push(DirectionCounters { cable: name.clone(), from, to, packets, rules });
        }
    }
    Ok(all)
}

fn owned(entries: impl Iterator<Item = (&'static str, u64)>) -> Vec<(String, u64)> {
    entries.map(|(name, count)| (name.to_owned(), count)).collect()
}

/// Renders counters for scripts.
pub(super) fn json(counters: &[DirectionCounters]) -> String {
    let direction = |counters: &DirectionCounters| {
        let DirectionCounters { cable, from, to, packets, rules } = counters;
        let rules: Vec<Value> = rules.iter().map(rule).collect();
        let mut row = json!({ "cable": cable, "from": from, "to": to, "rules": rules });
        add(&mut row, packets);
        row
    };
    let directions: Vec<Value> = counters.iter().map(direction).collect();
    let whole = json!({ "version": env!("CARGO_PKG_VERSION"), "directions": directions });
    format!("{whole:#}\n")
}

fn rule(numbers: &RuleNumbers) -> Value {
    let mut row = json!({ "rule": numbers.rule });
    add(&mut row, &numbers.packets);
    row
}

fn add(row: &mut Value, packets: &[(String, u64)]) {
    for (name, number) in packets {
        row[name] = json!(number);
    }
}
