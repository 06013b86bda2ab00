//! The faults of packets from one host of a segment.

use super::dialect::Dialect;
use super::faults::FaultsReader;
use super::spans::FromSpans;
use super::value::{Entry, Value, ValueKind};
use super::{keys, messages};
use crate::key::Key;
use crate::topology::{FAULTS, FROM, Faults, SegmentKind};

/// Whose packets faults are about, for messages.
#[derive(Clone, Copy)]
pub(super) struct FromReader<'e> {
    kind: SegmentKind,
    dialect: &'static Dialect,
    host: &'e str,
}

impl<'e> FromReader<'e> {
    /// Reads the faults of packets from a host as far as they make sense.
    pub(super) fn read<S: Clone>(
        kind: SegmentKind,
        dialect: &'static Dialect,
        entry: &'e Entry<S>,
        mistakes: &mut Vec<(S, String)>,
    ) -> (String, Faults, FromSpans<S>) {
        let from = Self { kind, dialect, host: &entry.key.text };
        let mut reader = FaultsReader::new(dialect, mistakes);
        match &entry.value {
            Some(Value { kind: ValueKind::Table(entries), .. }) => {
                for entry in entries {
                    reader.entry(entry, || from.unknown(entry));
                }
            }
            Some(value) => {
                let key = Key { name: FROM.name, form: dialect.from };
                let message = messages::wrong_kind(key, "a table of options", value.describe());
                reader.mistakes.push((value.span.clone(), message));
            }
            None => {}
        }
        let spans = FromSpans { host: entry.key.span.clone(), options: reader.options };
        (from.host.to_owned(), reader.faults, spans)
    }

    fn unknown<S>(self, entry: &Entry<S>) -> String {
        let key = entry.key.text.as_str();
        if entry.value.is_none() {
            return messages::second_host(self.host, key);
        }
        if self.dialect.hosts.is_some() && keys::BEFORE_SEGMENTS.contains(&key) {
            return messages::misplaced_key(key);
        }
        if keys::option_keys().any(|option| option.name == key) || key == "hosts" {
            return messages::option_of_segment(self.kind, self.host, key);
        }
        let known: Vec<&str> = FAULTS.iter().map(|fault| fault.key.name).collect();
        let parent = format!("in the `from` of a {}", self.kind);
        messages::unknown_key(key, &parent, &known)
    }
}
