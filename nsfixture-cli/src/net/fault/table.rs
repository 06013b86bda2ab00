//! Counters for a terminal.

use std::fmt::Write as _;

use super::counters::DirectionCounters;

/// Renders a table: a line for each direction, and a column for all that has happened somewhere. Another table has
/// the rules, if there are any.
pub(super) fn table(counters: &[DirectionCounters]) -> String {
    let directions: Vec<Row<'_>> = counters.iter().map(|of| (of, None, &of.packets[..])).collect();
    let rules = counters.iter().flat_map(|of| {
        of.rules.iter().map(move |rule| (of, Some(rule.rule.as_str()), &rule.packets[..]))
    });
    let rules: Vec<Row<'_>> = rules.collect();
    let mut text = render(&directions, &["received", "sent"]);
    if !rules.is_empty() {
        text.push('\n');
        text.push_str(&render(&rules, &["matched"]));
    }
    text
}

/// A direction, one of its rules, and what has happened to how many packets.
type Row<'c> = (&'c DirectionCounters, Option<&'c str>, &'c [(String, u64)]);

/// Renders the columns that are not 0 in all rows, and those that are `always` shown.
fn render(rows: &[Row<'_>], always: &[&str]) -> String {
    let names = rows.first().map(|(_, _, packets)| *packets).unwrap_or_default();
    let names = names.iter().map(|(name, _)| name.as_str());
    let is_shown = |name: &&str| {
        always.contains(name) || rows.iter().any(|(_, _, packets)| number(packets, name) > 0)
    };
    let numbers = names.filter(is_shown).map(|name| (name, true));
    let has_rules = rows.iter().any(|(_, rule, _)| rule.is_some());
    let rule = has_rules.then_some(("rule", false));
    let columns = [("cable", false), ("from", false)].into_iter().chain(numbers).chain(rule);
    let cell = |(of, rule, packets): &Row<'_>, column: &str| match column {
        "cable" => of.cable.clone(),
        "from" => of.from.clone().unwrap_or("(switch)".to_owned()),
        "rule" => rule.unwrap_or_default().to_owned(),
        _ => number(packets, column).to_string(),
    };
    let mut lines = vec![String::new(); 1 + rows.len()];
    for (column, is_number) in columns {
        let mut cells = vec![column.to_owned()];
        cells.extend(rows.iter().map(|row| cell(row, column)));
        let width = cells.iter().map(String::len).max().unwrap_or_default();
        for (line, cell) in lines.iter_mut().zip(&cells) {
            let gap = if line.is_empty() { "" } else { "  " };
            // Writing to a `String` does not fail.
            let _written = if is_number {
                write!(line, "{gap}{cell:>width$}")
            } else {
                write!(line, "{gap}{cell:<width$}")
            };
        }
    }
    lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn number(packets: &[(String, u64)], name: &str) -> u64 {
    packets.iter().find(|(other, _)| other == name).map_or(0, |(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::fault::counters::RuleNumbers;

    fn counters(cable: &str, from: Option<&str>, numbers: [u64; 4]) -> DirectionCounters {
        let names = ["received", "sent", "lost", "delayed"];
        let packets = names.map(str::to_owned).into_iter().zip(numbers).collect();
        DirectionCounters {
            cable: cable.to_owned(),
            from: from.map(str::to_owned),
            to: None,
            packets,
            rules: Vec::new(),
        }
    }

    #[test]
    fn has_a_column_for_what_has_happened() {
        let all = [
            counters("office:alice", Some("alice"), [100, 95, 0, 12]),
            counters("office:alice", None, [7, 7, 0, 0]),
        ];
        let expected = "cable         from      received  sent  delayed\n\
                        office:alice  alice          100    95       12\n\
                        office:alice  (switch)         7     7        0\n";
        assert_eq!(table(&all), expected);
        let all =
            [counters("a-b", Some("a"), [0, 0, 0, 5]), counters("a-b", Some("b"), [3, 2, 1, 0])];
        let expected = "cable  from  received  sent  lost  delayed\n\
                        a-b    a            0     0     0        5\n\
                        a-b    b            3     2     1        0\n";
        assert_eq!(table(&all), expected);
    }

    #[test]
    fn has_another_table_of_rules() {
        let rule = |rule: &str, matched, lost| RuleNumbers {
            rule: rule.to_owned(),
            packets: [("matched", matched), ("lost", lost), ("dropped", 0)]
                .map(|(name, number)| (name.to_owned(), number))
                .to_vec(),
        };
        let mut all =
            [counters("a-b", Some("a"), [9, 8, 1, 0]), counters("a-b", Some("b"), [0, 0, 0, 0])];
        all[0].rules = vec![rule("rule(port = 53)", 12, 1), rule("rule(host = \"c\")", 0, 0)];
        let expected = "cable  from  received  sent  lost\n\
                        a-b    a            9     8     1\n\
                        a-b    b            0     0     0\n\
                        \n\
                        cable  from  matched  lost  rule\n\
                        a-b    a          12     1  rule(port = 53)\n\
                        a-b    a           0     0  rule(host = \"c\")\n";
        assert_eq!(table(&all), expected);
    }
}
