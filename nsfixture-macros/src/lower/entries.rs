//! From items of the attribute to entries of a description. The place of each is its tokens.

use nsfixture_plan::describe::{self, Entry, Text, ValueKind, is_table, names_hosts};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt as _;

use crate::args::{self, Args, Form, Item, Value};
use crate::diag::{self, Diagnostics};

/// Returns the key of an item with its place.
pub(super) fn key(item: &Item) -> Text<TokenStream> {
    Text { text: item.name(), span: item.key.to_token_stream() }
}

/// Returns the entries of a link or a LAN, and true with them if all could be read.
pub(super) fn of_segment(
    args: &Args,
    diagnostics: &mut Diagnostics,
) -> (Vec<Entry<TokenStream>>, bool) {
    entries(args, diagnostics)
}

/// Returns the entries of a fault on a schedule, and true with them if all could be read. Hosts need no quotes.
pub(super) fn of_fault(
    args: &Args,
    diagnostics: &mut Diagnostics,
) -> (Vec<Entry<TokenStream>>, bool) {
    let (mut entries, whole) = entries(args, diagnostics);
    for (entry, item) in entries.iter_mut().zip(&args.items) {
        if let Form::Value(names) = &item.form
            && names_hosts(&item.name())
        {
            entry.value = Some(host_names(names));
        }
    }
    (entries, whole)
}

fn entries(args: &Args, diagnostics: &mut Diagnostics) -> (Vec<Entry<TokenStream>>, bool) {
    let mut whole = args.whole;
    let mut entry = |item: &Item| match &item.form {
        Form::List(tokens) if item.name() == "from" => {
            let (value, is_whole) = from(&item.key, tokens, diagnostics);
            whole &= is_whole;
            Entry { key: key(item), value: Some(value) }
        }
        _ => {
            let (entry, is_whole) = option(item, diagnostics);
            whole &= is_whole;
            entry
        }
    };
    let entries = args.items.iter().map(&mut entry).collect();
    (entries, whole)
}

/// Returns the options in `from(a, ..)` as the table that `a` has in a file: the host is its only item
/// without a value.
fn from(
    from: &Ident,
    tokens: &TokenStream,
    diagnostics: &mut Diagnostics,
) -> (describe::Value<TokenStream>, bool) {
    let args = args::read(tokens.clone(), diagnostics);
    let host = args.items.iter().position(|item| matches!(item.form, Form::Bare));
    if host.is_none() && args.whole {
        diagnostics.at(from, diag::NO_SENDER);
    }
    let mut whole = args.whole && host.is_some();
    let options = args.items.iter().enumerate().filter(|(nth, _)| Some(*nth) != host);
    let options = options.map(|(_, item)| {
        let (entry, is_whole) = option(item, diagnostics);
        whole &= is_whole;
        entry
    });
    let options = options.collect();
    let host =
        host.map(|nth| Entry { key: key(&args.items[nth]), value: Some(table(from, options)) });
    (table(from, Vec::from_iter(host)), whole)
}

/// Returns an option, and true with it if all of it could be read. Some have options in parentheses, which are a table
/// in a file.
fn option(item: &Item, diagnostics: &mut Diagnostics) -> (Entry<TokenStream>, bool) {
    match &item.form {
        Form::List(tokens) if is_table(&item.name()) => {
            let args = args::read(tokens.clone(), diagnostics);
            let entries = args.items.iter().map(plain).collect();
            (Entry { key: key(item), value: Some(table(&item.key, entries)) }, args.whole)
        }
        _ => (plain(item), true),
    }
}

fn table(key: &Ident, entries: Vec<Entry<TokenStream>>) -> describe::Value<TokenStream> {
    describe::Value { kind: ValueKind::Table(entries), span: key.to_token_stream() }
}

fn plain(item: &Item) -> Entry<TokenStream> {
    let value = match &item.form {
        Form::Bare => None,
        Form::Value(value) => Some(self::value(value)),
        Form::List(_) => {
            Some(describe::Value { kind: ValueKind::List, span: item.key.to_token_stream() })
        }
    };
    Entry { key: key(item), value }
}

pub(super) fn value(value: &Value) -> describe::Value<TokenStream> {
    let kind = match value {
        Value::Text(text) => ValueKind::Text(text.value()),
        // To the compiler, `20ms` is a number with a suffix.
        Value::Number(number) if !is_type(number.suffix()) => {
            ValueKind::Unquoted(number.to_string())
        }
        Value::Number(number) => ValueKind::Integer(number.base10_digits().to_owned()),
        Value::Float(number) if !is_type(number.suffix()) => {
            ValueKind::Unquoted(number.to_string())
        }
        Value::Float(number) => ValueKind::Float(number.base10_digits().to_owned()),
        Value::Word(word) if word == "true" => ValueKind::Boolean(true),
        Value::Word(word) if word == "false" => ValueKind::Boolean(false),
        Value::Percentage(tokens) => ValueKind::Unquoted(tokens.to_string().replace(' ', "")),
        Value::Array(_, items) => ValueKind::Array(items.iter().map(self::value).collect()),
        other => ValueKind::Other(other.kind()),
    };
    describe::Value { kind, span: value.to_token_stream() }
}

/// Returns the names of hosts, also in arrays.
fn host_names(value: &Value) -> describe::Value<TokenStream> {
    let kind = match value {
        Value::Word(word) => ValueKind::Text(word.unraw().to_string()),
        // In an array, a name is an expression.
        Value::Path(path) => match path.get_ident() {
            Some(word) => ValueKind::Text(word.unraw().to_string()),
            None => return self::value(value),
        },
        Value::Array(_, items) => ValueKind::Array(items.iter().map(host_names).collect()),
        other => return self::value(other),
    };
    describe::Value { kind, span: value.to_token_stream() }
}

/// Returns true for the suffix of a number that is its type.
fn is_type(suffix: &str) -> bool {
    let size = suffix.strip_prefix(['i', 'u', 'f']).unwrap_or(suffix);
    size.is_empty() || ["8", "16", "32", "64", "128", "size"].contains(&size)
}
