//! The faults of packets from one host of a segment.

use super::dialect::Dialect;
use super::spans::FromSpans;
use super::value::{Entry, Text, Value, ValueKind};
use super::{keys, messages, options};
use crate::key::Key;
use crate::topology::{FAULTS, FROM, Faults, OptionRow, SegmentKind};

/// The faults of packets from a host as far as they make sense.
pub(super) struct FromReader<'m, S> {
    kind: SegmentKind,
    dialect: &'static Dialect,
    host: Text<S>,
    mistakes: &'m mut Vec<(S, String)>,
    faults: Faults,
    options: Vec<(&'static str, Vec<S>)>,
}

impl<'m, S: Clone> FromReader<'m, S> {
    pub(super) fn read(
        kind: SegmentKind,
        dialect: &'static Dialect,
        entry: &Entry<S>,
        mistakes: &'m mut Vec<(S, String)>,
    ) -> (String, Faults, FromSpans<S>) {
        let (faults, options) = (Faults::new(), Vec::new());
        let mut reader = Self { kind, dialect, host: entry.key.clone(), mistakes, faults, options };
        match &entry.value {
            Some(Value { kind: ValueKind::Table(entries), .. }) => {
                for entry in entries {
                    reader.entry(entry);
                }
            }
            Some(value) => {
                let key = Key { name: FROM.name, form: dialect.from };
                let message = messages::wrong_kind(key, "a table of options", value.describe());
                reader.mistakes.push((value.span.clone(), message));
            }
            None => {}
        }
        let spans = FromSpans { host: reader.host.span, options: reader.options };
        (reader.host.text, reader.faults, spans)
    }

    fn entry(&mut self, entry: &Entry<S>) {
        let Entry { key, value } = entry;
        let message = match (OptionRow::find(FAULTS, &key.text), value) {
            (Some(row), Some(value)) if !matches!(value.kind, ValueKind::List) => {
                if self.options.iter().any(|(seen, _)| *seen == row.key.name) {
                    messages::duplicate_key(row.key.name)
                } else {
                    let spans = options::read(row, value, &mut self.faults, self.mistakes);
                    return self.options.push((row.key.name, spans));
                }
            }
            (Some(row), _) => messages::fault_without_value(row.key),
            (None, None) => messages::second_host(&self.host.text, &key.text),
            (None, Some(_)) => self.unknown_key(&key.text),
        };
        self.mistakes.push((key.span.clone(), message));
    }

    fn unknown_key(&self, key: &str) -> String {
        if self.dialect.hosts.is_some() && keys::BEFORE_SEGMENTS.contains(&key) {
            return messages::misplaced_key(key);
        }
        if keys::option_keys().any(|option| option.name == key) || key == "hosts" {
            return messages::option_of_segment(self.kind, &self.host.text, key);
        }
        let known: Vec<&str> = FAULTS.iter().map(|fault| fault.key.name).collect();
        let parent = format!("in the `from` of a {}", self.kind);
        messages::unknown_key(key, &parent, &known)
    }
}
