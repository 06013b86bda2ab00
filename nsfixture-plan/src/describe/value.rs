//! Values as they were written, each with its place.

/// A string with its place.
#[derive(Debug, Clone)]
pub struct Text<S> {
    /// The string.
    pub text: String,
    /// The place.
    pub span: S,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Value<S> {
    /// The value.
    pub kind: ValueKind<S>,
    /// The place.
    pub span: S,
}

/// The kinds of values that descriptions are made of.
#[derive(Debug, Clone)]
pub enum ValueKind<S> {
    /// A string.
    Text(String),
    /// An integer, in decimal.
    Integer(String),
    /// A number with a fraction, in decimal.
    Float(String),
    /// A boolean.
    Boolean(bool),
    /// What should have been a string: `20ms`.
    Unquoted(String),
    /// An array.
    Array(Vec<Value<S>>),
    /// A table.
    Table(Vec<Entry<S>>),
    /// A list in parentheses, which only the attribute has: `key(..)`.
    List,
    /// Anything else, with its description for messages: "a boolean".
    Other(&'static str),
}

/// A key with its value, or a key alone where the source allows that.
#[derive(Debug, Clone)]
pub struct Entry<S> {
    /// The key.
    pub key: Text<S>,
    /// The value.
    pub value: Option<Value<S>>,
}

impl<S> Value<S> {
    /// Returns the description of the value for messages: "a string".
    pub(super) fn describe(&self) -> &'static str {
        match self.kind {
            ValueKind::Text(_) => "a string",
            ValueKind::Integer(_) => "an integer",
            ValueKind::Float(_) => "a float",
            ValueKind::Boolean(_) => "a boolean",
            ValueKind::Unquoted(_) => "a value without quotes",
            ValueKind::Array(_) => "an array",
            ValueKind::Table(_) => "a table",
            ValueKind::List => "a list in parentheses",
            ValueKind::Other(what) => what,
        }
    }

    /// Returns the items of an array, or the value itself if it is none.
    pub fn items(&self) -> &[Self] {
        match &self.kind {
            ValueKind::Array(items) => items,
            _ => std::slice::from_ref(self),
        }
    }
}

impl<S: Clone> Value<S> {
    /// Returns the string with its place, if it is one.
    pub(super) fn as_text(&self) -> Option<Text<S>> {
        match &self.kind {
            ValueKind::Text(text) => Some(Text { text: text.clone(), span: self.span.clone() }),
            _ => None,
        }
    }
}
