//! Values of one kind, or a mistake that says which kind is expected.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::keys::Key;
use super::mistakes::{Mistakes, Span};
use super::words;

pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// A string, and where it stands.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) span: Span,
}

impl Text {
    pub(super) fn new(text: &str, span: Span) -> Self {
        Self { text: text.to_owned(), span }
    }
}

/// The keys of a table with their values, as they follow each other in the text. Left out is what
/// the parser takes for a table because the header before it has no end.
pub(super) fn entries<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<DeString<'i>>, &'t Value<'i>)> {
    let is_meant = |(key, value): &(&Spanned<_>, &Value)| {
        let (key, value) = (key.span(), value.span());
        key.start <= value.start || key.end <= value.end
    };
    let mut entries: Vec<_> = table.iter().filter(is_meant).collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// The items of an array, or what is no array itself.
pub(super) fn each<'v, 'i>(value: &'v Value<'i>) -> &'v [Value<'i>] {
    match value.get_ref() {
        DeValue::Array(items) => items,
        _ => std::slice::from_ref(value),
    }
}

/// What it is, for a message.
pub(super) fn kind(value: &Value) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

pub(super) fn wrong_kind(key: Key, expected: &str, found: &Value, mistakes: &mut Mistakes) {
    mistakes.at(&found.span(), words::expected(key, expected, kind(found)));
}

pub(super) fn text(key: Key, value: &Value, mistakes: &mut Mistakes) -> Option<Text> {
    let DeValue::String(text) = value.get_ref() else {
        wrong_kind(key, "a string", value, mistakes);
        return None;
    };
    Some(Text::new(text, value.span()))
}

/// A string or an array of strings; what is neither is left out.
pub(super) fn texts(key: Key, value: &Value, mistakes: &mut Mistakes) -> Vec<Text> {
    let mut texts = Vec::new();
    for one in each(value) {
        match one.get_ref() {
            DeValue::String(text) => texts.push(Text::new(text, one.span())),
            _ => wrong_kind(key, "a string or an array of strings", one, mistakes),
        }
    }
    texts
}
