//! The faults of packets from one host of a segment.

use super::dialect::Dialect;
use super::faults::FaultsReader;
use super::spans::FromSpans;
use super::value::{Entry, Value, ValueKind};
use super::{keys, messages};
use crate::key::Key;
use crate::topology::{FAULTS, FROM, Faults, OptionRow, SCHEDULE, SegmentKind};

/// What the faults of packets from a host are a part of.
#[derive(Clone, Copy)]
pub(super) struct Parent {
    name: &'static str,
    /// Returns true for its other keys.
    has: fn(&str) -> bool,
}

impl Parent {
    /// A fault on a schedule.
    pub(super) const FAULT: Self =
        Self { name: "fault", has: |key| OptionRow::find(SCHEDULE, key).is_some() };

    /// A link or a LAN.
    pub(super) fn of(kind: SegmentKind) -> Self {
        let name = match kind {
            SegmentKind::Link => "link",
            SegmentKind::Lan => "LAN",
        };
        let has =
            |key: &str| keys::option_keys().any(|option| option.name == key) || key == "hosts";
        Self { name, has }
    }
}

/// The faults of packets from one host, with their places.
type OfHost<S> = (String, Faults, FromSpans<S>);

/// Reads the faults of packets from hosts, and returns true with them if all could be read.
pub(super) fn read_all<S: Clone>(
    parent: Parent,
    dialect: &'static Dialect,
    hosts: &[Entry<S>],
    mistakes: &mut Vec<(S, String)>,
) -> (Vec<OfHost<S>>, bool) {
    let before = mistakes.len();
    let mut all = Vec::new();
    for host in hosts {
        let before = mistakes.len();
        let read = FromReader::read(parent, dialect, host, mistakes);
        // Without the options that could not be read, there may be none.
        if mistakes.len() == before || !read.1.is_empty() {
            all.push(read);
        }
    }
    (all, mistakes.len() == before)
}

/// Whose packets faults are about, for messages.
#[derive(Clone, Copy)]
struct FromReader<'e> {
    parent: Parent,
    dialect: &'static Dialect,
    host: &'e str,
}

impl<'e> FromReader<'e> {
    /// Reads the faults of packets from a host as far as they make sense.
    fn read<S: Clone>(
        parent: Parent,
        dialect: &'static Dialect,
        entry: &'e Entry<S>,
        mistakes: &mut Vec<(S, String)>,
    ) -> OfHost<S> {
        let from = Self { parent, dialect, host: &entry.key.text };
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
        if (self.parent.has)(key) {
            return messages::option_outside_from(self.parent.name, self.host, key);
        }
        let known: Vec<&str> = FAULTS.iter().map(|fault| fault.key.name).collect();
        let parent = format!("in the `from` of a {}", self.parent.name);
        messages::unknown_key(key, &parent, &known)
    }
}
