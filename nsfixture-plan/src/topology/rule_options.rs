//! The options of rules. All readers and writers of descriptions get them from here, as those of links and LANs.

use std::fmt;

use super::field::{Access, Field, OptionRow, OptionValue, access};
use super::rule::Rule;
use crate::key::Key;

/// Every option of a rule, in the order in which they are written: matchers, then faults.
pub(crate) const RULE: &[OptionRow<Rule>] = &[
    OptionRow {
        key: Key { name: "host", form: r#"host = "a""# },
        field: Field::Text(access!(host)),
    },
    OptionRow {
        key: Key { name: "protocol", form: r#"protocol = "udp""# },
        field: Field::Text(access!(protocol)),
    },
    OptionRow {
        key: Key { name: "port", form: "port = 53" },
        field: Field::Integer(access!(port), |port| port_out_of_range(port)),
    },
    OptionRow {
        key: Key { name: "icmp", form: r#"icmp = "echo-request""# },
        field: Field::Text(access!(icmp)),
    },
    OptionRow {
        key: Key { name: "flags", form: r#"flags = "syn""# },
        field: Field::Text(access!(flags)),
    },
    OptionRow {
        key: Key { name: "longer_than", form: "longer_than = 1280" },
        field: Field::Integer(access!(longer_than), |bytes| out_of_range("longer_than", bytes)),
    },
    OptionRow {
        key: Key { name: "shorter_than", form: "shorter_than = 100" },
        field: Field::Integer(access!(shorter_than), |bytes| out_of_range("shorter_than", bytes)),
    },
    OptionRow {
        key: Key { name: "loss", form: r#"loss = "1%""# },
        field: Field::Quantity(access!(loss), "%"),
    },
    OptionRow {
        key: Key { name: "burst", form: "burst = 5" },
        field: Field::Integer(access!(burst), |burst| out_of_range("burst", burst)),
    },
    OptionRow {
        key: Key { name: "drop", form: "drop = [2, 3, 7]" },
        field: Field::Numbers(access!(drop)),
    },
    OptionRow {
        key: Key { name: "drop_every", form: "drop_every = 5" },
        field: Field::Number(access!(drop_every)),
    },
    OptionRow {
        key: Key { name: "duplicate", form: r#"duplicate = "1%""# },
        field: Field::Quantity(access!(duplicate), "%"),
    },
    OptionRow {
        key: Key { name: "corrupt", form: r#"corrupt = "0.1%""# },
        field: Field::Quantity(access!(corrupt), "%"),
    },
];

/// The number of places that a rule has in a source: its own, and that of each option's value.
const PLACES: usize = 1 + RULE.len();

/// Returns the item, among the places of all rules, of a rule as a whole or of one of its options.
pub(crate) fn place(rule: usize, key: Option<&str>) -> usize {
    let option = key.and_then(|key| RULE.iter().position(|row| row.key.name == key));
    rule * PLACES + option.map_or(0, |option| 1 + option)
}

/// The message about a port that does not exist.
pub(crate) fn port_out_of_range(port: &dyn fmt::Display) -> String {
    format!("port {port} is out of range: 1 to {}", u16::MAX)
}

fn out_of_range(key: &str, number: &dyn fmt::Display) -> String {
    format!("`{key}` {number} is out of range: 1 to {}", u32::MAX)
}

impl Rule {
    /// Returns the options that are set, with their keys; the builder method of each has the name of the key. A
    /// closure is not one of them.
    #[doc(hidden)]
    pub fn option_entries(&self) -> impl Iterator<Item = (&'static str, OptionValue<'_>)> {
        OptionRow::entries(RULE, self)
    }
}

/// Writes the rule as the attribute has it: `rule(protocol = "udp", port = 53, loss = "10%")`. A closure is
/// `matching(..)`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_fault = |key: &str| place(0, Some(key)) >= place(0, Some("loss"));
        let (faults, matchers): (Vec<_>, Vec<_>) =
            self.option_entries().partition(|(key, _)| is_fault(key));
        let closure = self.predicate.as_ref().map(|_| "matching(..)".to_owned());
        let options = matchers.into_iter().map(option).chain(closure);
        let options: Vec<String> = options.chain(faults.into_iter().map(option)).collect();
        write!(f, "rule({})", options.join(", "))
    }
}

fn option((key, value): (&'static str, OptionValue<'_>)) -> String {
    match value {
        OptionValue::Text(text) => format!("{key} = {text:?}"),
        OptionValue::Integer(number) => format!("{key} = {number}"),
        OptionValue::Integers(numbers) => format!("{key} = {numbers:?}"),
        other => unreachable!("no option of a rule is {other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_written_as_in_the_attribute() {
        let rule = Rule::new().flags("syn").protocol("tcp").drop([1, 3]);
        let expected = r#"rule(protocol = "tcp", flags = "syn", drop = [1, 3])"#;
        assert_eq!(rule.to_string(), expected);
        let rule = Rule::new().port(53).loss("5%").matching(|_| true);
        assert_eq!(rule.to_string(), r#"rule(port = 53, matching(..), loss = "5%")"#);
        let rule = Rule::new().matching(|_| true).corrupt("1%");
        assert_eq!(rule.to_string(), r#"rule(matching(..), corrupt = "1%")"#);
    }

    #[test]
    fn rules_with_a_closure_are_equal_if_they_share_it() {
        let rule = Rule::new().matching(|_| true);
        assert_eq!(rule, rule.clone());
        assert_ne!(rule, Rule::new().matching(|_| true));
        assert_ne!(rule, Rule::new());
    }
}
