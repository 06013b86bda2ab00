//! Values of the kinds that keys expect.

use nsfixture_plan::Key;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, LitInt, LitStr};

use crate::args::{Form, Item, Value};
use crate::diag::{self, Diagnostics};

pub(super) fn value<'a>(
    key: Key,
    item: &'a Item,
    diagnostics: &mut Diagnostics,
) -> Option<&'a Value> {
    match &item.form {
        Form::Value(value) => Some(value),
        Form::Bare | Form::List(_) => {
            diagnostics.at(&item.key, diag::form(key));
            None
        }
    }
}

pub(super) fn wrong_kind(key: Key, expected: &str, found: &Value, diagnostics: &mut Diagnostics) {
    diagnostics.at(found, diag::wrong_kind(key, expected, found.kind()));
}

pub(super) fn text<'a>(
    key: Key,
    item: &'a Item,
    diagnostics: &mut Diagnostics,
) -> Option<&'a LitStr> {
    literal(key, item, "a string", diagnostics, |value| match value {
        Value::Text(text) => Some(text),
        _ => None,
    })
}

pub(super) fn number<'a>(
    key: Key,
    item: &'a Item,
    diagnostics: &mut Diagnostics,
) -> Option<&'a LitInt> {
    literal(key, item, "an integer", diagnostics, |value| match value {
        Value::Number(number) => Some(number),
        _ => None,
    })
}

/// Reads a value of which `pick` takes one kind.
fn literal<'a, L>(
    key: Key,
    item: &'a Item,
    expected: &str,
    diagnostics: &mut Diagnostics,
    pick: fn(&'a Value) -> Option<&'a L>,
) -> Option<&'a L> {
    let value = value(key, item, diagnostics)?;
    let literal = pick(value);
    if literal.is_none() {
        wrong_kind(key, expected, value, diagnostics);
    }
    literal
}

/// Reads an expression. The compiler checks its type; literals, which cannot be topologies, are
/// rejected here.
pub(super) fn expression(
    key: Key,
    item: &Item,
    diagnostics: &mut Diagnostics,
) -> Option<TokenStream> {
    let value = value(key, item, diagnostics)?;
    match value {
        Value::Text(text) => {
            diagnostics.at(text, diag::text_for_topology(&text.value()));
            None
        }
        Value::Number(_)
        | Value::Float(_)
        | Value::Percentage(_)
        | Value::Array(..)
        | Value::Other(Expr::Lit(_)) => {
            wrong_kind(key, TOPOLOGY, value, diagnostics);
            None
        }
        Value::Word(word) if word == "true" || word == "false" => {
            wrong_kind(key, TOPOLOGY, value, diagnostics);
            None
        }
        // A keyword would break the expansion.
        Value::Word(word) if syn::parse2::<Expr>(word.to_token_stream()).is_err() => {
            diagnostics.at(word, diag::wrong_kind(key, TOPOLOGY, "a keyword"));
            None
        }
        Value::Word(_) | Value::Path(_) | Value::Other(_) => Some(value.to_token_stream()),
    }
}

const TOPOLOGY: &str = "an expression of type `nsfixture::Topology`";

/// Returns the number in a literal, if it fits.
pub(super) fn parse<N>(key: Key, literal: &LitInt, diagnostics: &mut Diagnostics) -> Option<N>
where
    N: std::str::FromStr<Err: std::fmt::Display>,
{
    let parsed = literal.base10_parse();
    if parsed.is_err() {
        diagnostics.at(literal, diag::too_large(key));
    }
    parsed.ok()
}
