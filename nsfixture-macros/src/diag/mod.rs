//! All wording, and the mistakes found so far.

mod file;
mod function;
mod harness;
mod hosts;
mod settings;
mod syntax;

use std::fmt::{Display, Write};

use nsfixture_plan::did_you_mean;
use proc_macro2::Span;
use quote::ToTokens;

pub(crate) use file::*;
pub(crate) use function::*;
pub(crate) use harness::*;
pub(crate) use hosts::*;
pub(crate) use settings::*;
pub(crate) use syntax::*;

/// Every mistake that was found, each at its token.
#[derive(Default)]
pub(crate) struct Mistakes(Option<syn::Error>);

impl Mistakes {
    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    pub(crate) fn at(&mut self, tokens: impl ToTokens, text: impl Display) {
        self.add(syn::Error::new_spanned(tokens, text));
    }

    pub(crate) fn at_span(&mut self, span: Span, text: impl Display) {
        self.add(syn::Error::new(span, text));
    }

    /// At the attribute itself.
    pub(crate) fn here(&mut self, text: impl Display) {
        self.at_span(Span::call_site(), text);
    }

    pub(crate) fn into_error(self) -> Option<syn::Error> {
        self.0
    }
}

fn push_suggestion<'k>(text: &mut String, found: &str, known: impl IntoIterator<Item = &'k str>) {
    if let Some(word) = did_you_mean(found, known) {
        // Writing to a `String` does not fail.
        let _ = write!(text, "did you mean `{word}`? ");
    }
}

/// "`a`, `b` and `c`".
fn list<T: Display>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_words() {
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
