//! One fault on a schedule: from its entries to what it does and when.

use super::dialect::Dialect;
use super::faults::FaultsReader;
use super::from::{self, Parent};
use super::spans::FaultSpans;
use super::value::{Entry, Value, ValueKind};
use super::{keys, messages, options, schedule_words};
use crate::key::Key;
use crate::topology::{FAULTS, FROM, Fault, Field, OptionRow, SCHEDULE};

/// A fault on a schedule as it was written.
#[derive(Debug)]
pub struct FaultSource<S> {
    /// The place.
    pub span: S,
    /// The options.
    pub entries: Vec<Entry<S>>,
    /// True if there were entries that could not be read.
    pub incomplete: bool,
}

/// A fault as far as its entries make sense.
pub(super) struct FaultReader<'m, S> {
    dialect: &'static Dialect,
    reader: FaultsReader<'m, S>,
    fault: Fault,
    spans: FaultSpans<S>,
}

impl<'m, S: Clone> FaultReader<'m, S> {
    /// Reads a fault, and returns true with it if all of it could be read.
    pub(super) fn read(
        source: &FaultSource<S>,
        dialect: &'static Dialect,
        mistakes: &'m mut Vec<(S, String)>,
    ) -> (Fault, FaultSpans<S>, bool) {
        let before = mistakes.len();
        let fault = source.span.clone();
        let mut reader = Self {
            dialect,
            reader: FaultsReader::new(dialect, mistakes),
            fault: Fault::new(),
            spans: FaultSpans { fault, options: Vec::new(), from: Vec::new() },
        };
        for entry in &source.entries {
            reader.entry(entry);
        }
        let Self {
            reader: FaultsReader { mistakes, faults, options, .. },
            mut fault,
            mut spans,
            ..
        } = reader;
        fault.faults = faults;
        spans.options.extend(options);
        let is_whole = !source.incomplete && mistakes.len() == before;
        (fault, spans, is_whole)
    }

    fn entry(&mut self, entry: &Entry<S>) {
        let key = entry.key.text.as_str();
        if let Some(row) = OptionRow::find(SCHEDULE, key) {
            return self.option(row, entry);
        }
        if key == FROM.name {
            return self.from(entry);
        }
        let dialect = self.dialect;
        self.reader.entry(entry, || unknown(key, dialect));
    }

    fn option(&mut self, row: &'static OptionRow<Fault>, entry: &Entry<S>) {
        let Entry { key, value } = entry;
        let is_new = self.spans.options.iter().all(|(seen, _)| *seen != row.key.name);
        let message = match (value, &row.field) {
            (None, Field::Flag(flag)) if is_new => {
                *(flag.get_mut)(&mut self.fault) = true;
                return self.spans.options.push((row.key.name, vec![key.span.clone()]));
            }
            (None, Field::Flag(_)) => messages::duplicate_key(row.key.name),
            (Some(value), _) if !matches!(value.kind, ValueKind::List) => {
                if is_new {
                    let (fault, mistakes) = (&mut self.fault, &mut *self.reader.mistakes);
                    let spans = options::read(row, self.dialect, value, fault, mistakes);
                    return self.spans.options.push((row.key.name, spans));
                }
                messages::duplicate_key(row.key.name)
            }
            _ => messages::option_needs_value(row.key),
        };
        self.reader.mistakes.push((key.span.clone(), message));
    }

    /// Reads the faults of packets from hosts.
    fn from(&mut self, entry: &Entry<S>) {
        let Some(Value { kind: ValueKind::Table(hosts), .. }) = &entry.value else {
            let (span, message) = if let Some(value) = &entry.value {
                (&value.span, messages::from_form(self.dialect, value.describe()))
            } else {
                let key = Key { form: self.dialect.from, ..FROM };
                (&entry.key.span, messages::option_needs_value(key))
            };
            return self.reader.mistakes.push((span.clone(), message));
        };
        let mistakes = &mut *self.reader.mistakes;
        let (read, _) = from::read_all(Parent::FAULT, self.dialect, hosts, mistakes);
        for (host, faults, spans) in read {
            self.fault.from.0.push((host, faults));
            self.spans.from.push(spans);
        }
    }
}

/// Returns the message about a key that a fault does not have.
fn unknown(key: &str, dialect: &Dialect) -> String {
    if dialect.hosts.is_some() && keys::BEFORE_SEGMENTS.contains(&key) {
        return messages::misplaced_key(key);
    }
    if let Some((name, form)) = schedule_words::meaning(key) {
        return format!(
            "unknown key `{key}` in a fault: it is called `{name}` here: write `{form}`"
        );
    }
    let known = SCHEDULE.iter().map(|row| row.key).chain(FAULTS.iter().map(|row| row.key));
    let known: Vec<&str> = known.chain([FROM]).map(|key| key.name).collect();
    messages::unknown_key(key, "in a fault", &known)
}
