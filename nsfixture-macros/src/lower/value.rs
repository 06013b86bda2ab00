//! Values of one kind, or a mistake that says which kind is expected.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, LitInt, LitStr};

use crate::args::{Given, Item, Value};
use crate::diag::{self, Mistakes};
use crate::keys::Key;

pub(super) fn given<'a>(key: Key, item: &'a Item, mistakes: &mut Mistakes) -> Option<&'a Given> {
    match &item.value {
        Value::Is(given) => Some(given),
        Value::Bare | Value::List(_) => {
            mistakes.at(&item.key, diag::form(key));
            None
        }
    }
}

pub(super) fn wrong_kind(key: Key, expected: &str, found: &Given, mistakes: &mut Mistakes) {
    mistakes.at(found, diag::expected(key, expected, found.kind()));
}

pub(super) fn text<'a>(key: Key, item: &'a Item, mistakes: &mut Mistakes) -> Option<&'a LitStr> {
    match given(key, item, mistakes)? {
        Given::Text(text) => Some(text),
        other => {
            wrong_kind(key, "a string", other, mistakes);
            None
        }
    }
}

/// A string or an array of strings; what is neither is left out.
pub(super) fn texts<'a>(key: Key, item: &'a Item, mistakes: &mut Mistakes) -> Vec<&'a LitStr> {
    let Some(given) = given(key, item, mistakes) else { return Vec::new() };
    let mut texts = Vec::new();
    for one in each(given) {
        match one {
            Given::Text(text) => texts.push(text),
            other => wrong_kind(key, "a string or an array of strings", other, mistakes),
        }
    }
    texts
}

/// The items of an array, or what is no array itself.
pub(super) fn each(given: &Given) -> &[Given] {
    match given {
        Given::Array(_, items) => items,
        other => std::slice::from_ref(other),
    }
}

pub(super) fn number<'a>(key: Key, item: &'a Item, mistakes: &mut Mistakes) -> Option<&'a LitInt> {
    match given(key, item, mistakes)? {
        Given::Number(number) => Some(number),
        other => {
            wrong_kind(key, "an integer", other, mistakes);
            None
        }
    }
}

/// An expression, for the compiler to judge; what can be no topology is refused.
pub(super) fn expression(key: Key, item: &Item, mistakes: &mut Mistakes) -> Option<TokenStream> {
    let given = given(key, item, mistakes)?;
    match given {
        Given::Text(text) => {
            mistakes.at(text, diag::text_for_topology(&text.value()));
            None
        }
        Given::Number(_) | Given::Array(..) | Given::Other(Expr::Lit(_)) => {
            wrong_kind(key, TOPOLOGY, given, mistakes);
            None
        }
        Given::Word(word) if word == "true" || word == "false" => {
            wrong_kind(key, TOPOLOGY, given, mistakes);
            None
        }
        // What no expression is would tear the expansion.
        Given::Word(word) if syn::parse2::<Expr>(word.to_token_stream()).is_err() => {
            mistakes.at(word, diag::expected(key, TOPOLOGY, "a keyword"));
            None
        }
        Given::Word(_) | Given::Path(_) | Given::Other(_) => Some(given.to_token_stream()),
    }
}

const TOPOLOGY: &str = "an expression of the type `nsfixture::Topology`";

/// The number in a literal, if it fits.
pub(super) fn parse<N>(key: Key, literal: &LitInt, mistakes: &mut Mistakes) -> Option<N>
where
    N: std::str::FromStr<Err: std::fmt::Display>,
{
    let parsed = literal.base10_parse();
    if parsed.is_err() {
        mistakes.at(literal, diag::too_big(key));
    }
    parsed.ok()
}
