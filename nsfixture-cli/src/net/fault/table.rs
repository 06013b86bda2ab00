//! Counters for a terminal.

use std::fmt::Write as _;

use super::counters::DirectionCounters;

/// What is shown although it is 0.
const ALWAYS: [&str; 2] = ["received", "sent"];

/// Renders a table: a line for each direction, and a column for all that has happened somewhere.
pub(super) fn table(counters: &[DirectionCounters]) -> String {
    let names = counters.first().map(|first| &first.packets[..]).unwrap_or_default();
    let names = names.iter().map(|(name, _)| name.as_str());
    let is_shown =
        |name: &&str| ALWAYS.contains(name) || counters.iter().any(|of| number(of, name) > 0);
    let numbers = names.filter(is_shown).map(|name| (name, true));
    let columns = [("cable", false), ("from", false)].into_iter().chain(numbers);
    let cell = |counters: &DirectionCounters, column: &str| match column {
        "cable" => counters.cable.clone(),
        "from" => counters.from.clone().unwrap_or("(switch)".to_owned()),
        _ => number(counters, column).to_string(),
    };
    let mut lines = vec![String::new(); 1 + counters.len()];
    for (column, is_number) in columns {
        let mut cells = vec![column.to_owned()];
        cells.extend(counters.iter().map(|counters| cell(counters, column)));
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

fn number(counters: &DirectionCounters, name: &str) -> u64 {
    counters.packets.iter().find(|(other, _)| other == name).map_or(0, |(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counters(cable: &str, from: Option<&str>, numbers: [u64; 4]) -> DirectionCounters {
        let names = ["received", "sent", "lost", "delayed"];
        let packets = names.map(str::to_owned).into_iter().zip(numbers).collect();
        DirectionCounters {
            cable: cable.to_owned(),
            from: from.map(str::to_owned),
            to: None,
            packets,
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
}
