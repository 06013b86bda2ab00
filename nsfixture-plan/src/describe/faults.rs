//! The entries of faults, of whatever packets.

use super::dialect::{Dialect, FILE};
use super::spans::{self, OptionSpans};
use super::value::{Entry, Value, ValueKind};
use super::{messages, options};
use crate::topology::{FAULTS, Faults, OptionRow};

/// Faults as far as their entries make sense.
pub(super) struct FaultsReader<'m, S> {
    dialect: &'static Dialect,
    pub(super) mistakes: &'m mut Vec<(S, String)>,
    pub(super) faults: Faults,
    pub(super) options: OptionSpans<S>,
}

impl<'m, S: Clone> FaultsReader<'m, S> {
    pub(super) fn new(dialect: &'static Dialect, mistakes: &'m mut Vec<(S, String)>) -> Self {
        Self { dialect, mistakes, faults: Faults::new(), options: Vec::new() }
    }

    /// Reads one entry. `unknown` is the message about a key that is no fault.
    pub(super) fn entry(&mut self, entry: &Entry<S>, unknown: impl FnOnce() -> String) {
        let Entry { key, value } = entry;
        let message = match (OptionRow::find(FAULTS, &key.text), value) {
            (Some(row), Some(value)) if !matches!(value.kind, ValueKind::List) => {
                let is_second = self.options.iter().any(|(seen, _)| *seen == row.key.name);
                if is_second && !row.is_repeatable() {
                    messages::duplicate_key(row.key.name)
                } else {
                    return self.read(row, value);
                }
            }
            (Some(row), _) => messages::option_needs_value(self.dialect.key(row.key)),
            (None, _) => unknown(),
        };
        self.mistakes.push((key.span.clone(), message));
    }

    fn read(&mut self, row: &OptionRow<Faults>, value: &Value<S>) {
        let spans = options::read(row, self.dialect, value, &mut self.faults, self.mistakes);
        spans::add(&mut self.options, row.key.name, spans);
    }
}

/// Reads faults that stand by themselves.
pub(crate) fn read_faults<S: Clone>(
    entries: &[Entry<S>],
    mistakes: &mut Vec<(S, String)>,
) -> Faults {
    let mut reader = FaultsReader::new(&FILE, mistakes);
    for entry in entries {
        let known: Vec<&str> = FAULTS.iter().map(|fault| fault.key.name).collect();
        reader.entry(entry, || messages::unknown_key(&entry.key.text, "in faults", &known));
    }
    reader.faults
}
