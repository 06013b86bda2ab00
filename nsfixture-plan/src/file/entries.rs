//! From the parser's values to entries of a description.

use toml::de::{DeTable, DeValue};

use super::syntax::Span;
use crate::describe::{Entry, Text, Value, ValueKind};

/// Returns the entries of a table in the order of the text.
pub(super) fn entries(table: &DeTable) -> Vec<Entry<Span>> {
    // Except for what the parser treats as a table because the header before it has no end.
    let is_meant = |key: &Span, value: &Span| key.start <= value.start || key.end <= value.end;
    let meant = table.iter().filter(|(key, value)| is_meant(&key.span(), &value.span()));
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<_>)| Entry {
        key: Text { text: AsRef::<str>::as_ref(key.get_ref()).to_owned(), span: key.span() },
        value: Some(self::value(value)),
    };
    let mut entries: Vec<Entry<Span>> = meant.map(entry).collect();
    entries.sort_by_key(|entry| entry.key.span.start);
    entries
}

fn value(value: &toml::Spanned<DeValue>) -> Value<Span> {
    let kind = match value.get_ref() {
        DeValue::String(text) => ValueKind::Text(text.to_string()),
        DeValue::Integer(number) => {
            let parsed = u64::from_str_radix(number.as_str(), number.radix());
            ValueKind::Integer(parsed.map_or_else(|_| number.to_string(), |n| n.to_string()))
        }
        DeValue::Float(number) => ValueKind::Float(number.to_string()),
        DeValue::Boolean(boolean) => ValueKind::Boolean(*boolean),
        DeValue::Datetime(_) => ValueKind::Other("a date or a time"),
        DeValue::Array(items) => ValueKind::Array(items.iter().map(self::value).collect()),
        DeValue::Table(table) => ValueKind::Table(entries(table)),
    };
    Value { kind, span: value.span() }
}
