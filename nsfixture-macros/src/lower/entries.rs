//! From items of the attribute to entries of a description. The place of each is its tokens.

use nsfixture_plan::describe::{self, Entry, Text, ValueKind};
use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::args::{Form, Item, Value};

/// Returns the key of an item with its place.
pub(super) fn key(item: &Item) -> Text<TokenStream> {
    Text { text: item.name(), span: item.key.to_token_stream() }
}

pub(super) fn entry(item: &Item) -> Entry<TokenStream> {
    let value = match &item.form {
        Form::Bare => None,
        Form::Value(value) => Some(self::value(value)),
        Form::List(_) => {
            Some(describe::Value { kind: ValueKind::List, span: item.key.to_token_stream() })
        }
    };
    Entry { key: key(item), value }
}

fn value(value: &Value) -> describe::Value<TokenStream> {
    let kind = match value {
        Value::Text(text) => ValueKind::Text(text.value()),
        Value::Number(number) => ValueKind::Integer(number.base10_digits().to_owned()),
        Value::Array(_, items) => ValueKind::Array(items.iter().map(self::value).collect()),
        other => ValueKind::Other(other.kind()),
    };
    describe::Value { kind, span: value.to_token_stream() }
}
