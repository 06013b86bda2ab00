//! How keys and values are written on a command line.

use crate::describe::FILE;
use crate::topology::{FAULTS, Faults, OUTAGE, OptionRow, RULE};

impl Faults {
    /// Returns an example of each fault, as [`from_words`](Self::from_words) reads it.
    #[doc(hidden)]
    pub fn words() -> impl Iterator<Item = String> {
        FAULTS
            .iter()
            .map(|fault| word(FILE.key(fault.key).form).expect("a form has a key and a value"))
    }
}

/// Rewrites what a message advises to write: `` `loss = "5%"` `` to `` `loss=5%` ``.
pub(super) fn in_words(message: &str) -> String {
    let pieces = message.split('`').enumerate();
    let rewrite = |(nth, piece): (usize, &str)| {
        let is_quoted = nth % 2 == 1;
        is_quoted.then(|| word(piece)).flatten().unwrap_or_else(|| piece.to_owned())
    };
    pieces.map(rewrite).collect::<Vec<_>>().join("`")
}

/// Rewrites a fault as TOML and the attribute have it.
fn word(form: &str) -> Option<String> {
    let (key, value) = form.split_once(" = ")?;
    let is_key = OptionRow::find(FAULTS, key).is_some()
        || OptionRow::find(OUTAGE, key).is_some()
        || OptionRow::find(RULE, key).is_some();
    if !is_key {
        return None;
    }
    let value: String =
        value.chars().filter(|c| !matches!(c, '"' | '[' | ']' | '{' | '}' | ' ')).collect();
    Some(format!("{key}={value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_can_be_read() {
        for word in Faults::words() {
            // Others may be missing that it has no effect without.
            let read = Faults::from_words([&word]);
            let needs_another = |message: &String| message.contains("does nothing without");
            assert!(read.as_ref().err().is_none_or(needs_another), "{word}: {read:?}");
        }
        let words: Vec<String> = Faults::words().collect();
        for word in ["drop=2,3,7", "outage=after=2s,lasts=500ms", "rule=protocol=udp,loss=10%"] {
            assert!(words.contains(&word.to_owned()), "{words:?}");
        }
    }

    #[test]
    fn other_text_stays() {
        for (message, expected) in [
            ("write `loss = \"5%\"` to", "write `loss=5%` to"),
            ("`drop = [2, 3]`", "`drop=2,3`"),
            ("`lasts = \"500ms\"`", "`lasts=500ms`"),
            ("loss = \"5%\"", "loss = \"5%\""),
            ("`mtu = 9000`, `x`", "`mtu = 9000`, `x`"),
            ("", ""),
        ] {
            assert_eq!(in_words(message), expected);
        }
    }
}
