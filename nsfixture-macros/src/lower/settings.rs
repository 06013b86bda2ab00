//! The keys that say how a test is run.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::Path;
use syn::ext::IdentExt;
use syn::parse::Parser;

use super::harness::Harnesses;
use super::wiring::Wiring;
use super::{timeout, value};
use crate::args::{Given, Item};
use crate::diag::{self, Mistakes};
use crate::keys::Key;
use crate::model::Flavor;

#[derive(Default)]
pub(super) struct Settings<'a> {
    run_in: Option<(String, Span)>,
    pub(super) timeout_millis: Option<u64>,
    multi_thread: Option<bool>,
    workers: Option<usize>,
    pub(super) allow_unobserved_panics: bool,
    pub(super) krate: Option<TokenStream>,
    /// The keys that were there, with a value or without.
    seen: Vec<(&'static str, &'a Ident)>,
}

impl<'a> Settings<'a> {
    pub(super) fn set(&mut self, key: Key, item: &'a Item, mistakes: &mut Mistakes) {
        if self.seen(key.name).is_some() {
            mistakes.at(&item.key, diag::key_twice(key.name));
            return;
        }
        self.seen.push((key.name, &item.key));
        match key.name {
            "run_in" => self.run_in = host(key, item, mistakes),
            "timeout" => self.timeout_millis = millis(key, item, mistakes),
            "flavor" => {
                let words = ["current_thread", "multi_thread"];
                self.multi_thread = choice(key, words, item, mistakes);
            }
            "worker_threads" => self.workers = workers(key, item, mistakes),
            "unobserved_panics" => {
                let allow = choice(key, ["fail", "allow"], item, mistakes);
                self.allow_unobserved_panics = allow.unwrap_or(false);
            }
            "crate" => self.krate = path(key, item, mistakes),
            other => unreachable!("`{other}` is a key without a meaning"),
        }
    }

    /// The host in which the body runs: the one asked for, or the first one, if it is known.
    pub(super) fn run_in(&self, wiring: &Wiring, mistakes: &mut Mistakes) -> Option<String> {
        match &self.run_in {
            Some((name, span)) => {
                wiring.expect(name, *span, mistakes);
                Some(name.clone())
            }
            None => wiring.first_host(),
        }
    }

    pub(super) fn check_runtime(
        &self,
        is_async: bool,
        harnesses: Harnesses,
        mistakes: &mut Mistakes,
    ) {
        if !is_async || harnesses.runtime {
            let why = if is_async { diag::runtime_twice } else { diag::only_async };
            for key in ["flavor", "worker_threads"] {
                if let Some(ident) = self.seen(key) {
                    mistakes.at(ident, why(key));
                }
            }
            return;
        }
        let has_threads = self.multi_thread.unwrap_or(self.seen("flavor").is_some());
        if let (Some(ident), false) = (self.seen("worker_threads"), has_threads) {
            mistakes.at(ident, diag::WORKERS_WITHOUT_THREADS);
        }
    }

    pub(super) fn flavor(&self) -> Flavor {
        match self.multi_thread {
            Some(true) => Flavor::MultiThread { workers: self.workers },
            Some(false) | None => Flavor::CurrentThread,
        }
    }

    fn seen(&self, name: &str) -> Option<&'a Ident> {
        self.seen.iter().find(|(seen, _)| *seen == name).map(|&(_, ident)| ident)
    }
}

fn host(key: Key, item: &Item, mistakes: &mut Mistakes) -> Option<(String, Span)> {
    match value::given(key, item, mistakes)? {
        Given::Word(word) => Some((word.unraw().to_string(), word.span())),
        Given::Text(text) => Some((text.value(), text.span())),
        other => {
            value::wrong_kind(key, "the name of a host", other, mistakes);
            None
        }
    }
}

fn millis(key: Key, item: &Item, mistakes: &mut Mistakes) -> Option<u64> {
    let given = value::given(key, item, mistakes)?;
    if let Some(meant) = without_quotes(given) {
        mistakes.at(given, diag::timeout_without_unit(&meant));
        return None;
    }
    let text = value::text(key, item, mistakes)?;
    timeout::millis(&text.value()).map_err(|why| mistakes.at(text, why)).ok()
}

/// What a number was meant to be: `10` and `10s` are literals to the compiler.
fn without_quotes(given: &Given) -> Option<String> {
    match given {
        Given::Number(number) => match number.suffix() {
            "" => Some(format!("{number}s")),
            _ => Some(number.to_string()),
        },
        _ => None,
    }
}

/// Whether it is the second of two words.
fn choice(key: Key, words: [&str; 2], item: &Item, mistakes: &mut Mistakes) -> Option<bool> {
    let text = value::text(key, item, mistakes)?;
    let found = text.value();
    let place = words.iter().position(|word| *word == found);
    if place.is_none() {
        mistakes.at(text, diag::expected_one_of(key, &words, &found));
    }
    place.map(|place| place == 1)
}

fn workers(key: Key, item: &Item, mistakes: &mut Mistakes) -> Option<usize> {
    let literal = value::number(key, item, mistakes)?;
    let workers = value::parse(key, literal, mistakes)?;
    if workers == 0 {
        mistakes.at(literal, diag::NO_WORKERS);
        return None;
    }
    Some(workers)
}

fn path(key: Key, item: &Item, mistakes: &mut Mistakes) -> Option<TokenStream> {
    match value::given(key, item, mistakes)? {
        Given::Word(word) => {
            let path = Path::parse_mod_style.parse2(word.to_token_stream());
            let keyword = diag::expected(key, "a path", "a keyword");
            path.map_err(|_| mistakes.at(word, keyword)).ok().map(Path::into_token_stream)
        }
        Given::Path(path) => Some(path.to_token_stream()),
        Given::Text(text) => {
            let path = text.parse_with(Path::parse_mod_style);
            path.map_err(|_| mistakes.at(text, diag::NO_PATH)).ok().map(Path::into_token_stream)
        }
        other => {
            value::wrong_kind(key, "a path", other, mistakes);
            None
        }
    }
}
