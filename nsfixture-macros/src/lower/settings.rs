//! The keys that determine how a test runs.

use nsfixture_plan::{Fates, Key, Plan, units};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{LitStr, Path};

use super::file;
use super::harness::Harnesses;
use super::network::NetworkBuilder;
use super::value;
use crate::args::{Item, Value};
use crate::diag::{self, Diagnostics};
use crate::model::Flavor;

/// What is to happen to packets by chance.
pub(super) struct Replay<'a> {
    /// The file, relative to the directory of the crate's manifest.
    pub(super) path: String,
    fates: Fates,
    at: &'a LitStr,
}

impl Replay<'_> {
    /// Reports where it is that of another network.
    pub(super) fn check(&self, network: &NetworkBuilder, diagnostics: &mut Diagnostics) {
        let plan = network.known_topology().and_then(|topology| Plan::new(topology).ok());
        let misfits = plan.map(|plan| self.fates.misfits(&plan)).unwrap_or_default();
        if !misfits.is_empty() {
            diagnostics.at(self.at, diag::other_fates(&self.path, &misfits));
        }
    }
}

#[derive(Default)]
pub(super) struct Settings<'a> {
    run_in: Option<(String, TokenStream)>,
    pub(super) timeout_millis: Option<u64>,
    multi_thread: Option<bool>,
    workers: Option<usize>,
    pub(super) allow_unobserved_panics: bool,
    pub(super) capture: Option<&'static str>,
    pub(super) replay: Option<Replay<'a>>,
    pub(super) krate: Option<TokenStream>,
    /// The keys that were given, with a value or without.
    seen: Vec<(&'static str, &'a Ident)>,
}

impl<'a> Settings<'a> {
    pub(super) fn set(&mut self, key: Key, item: &'a Item, diagnostics: &mut Diagnostics) {
        if self.seen(key.name).is_some() {
            diagnostics.at(&item.key, diag::duplicate_key(key.name));
            return;
        }
        self.seen.push((key.name, &item.key));
        match key.name {
            "run_in" => self.run_in = host(key, item, diagnostics),
            "timeout" => self.timeout_millis = millis(key, item, diagnostics),
            "flavor" => {
                let words = ["current_thread", "multi_thread"];
                let flavor = choice(key, words, item, diagnostics);
                self.multi_thread = flavor.map(|word| word == words[1]);
            }
            "worker_threads" => self.workers = workers(key, item, diagnostics),
            "unobserved_panics" => {
                let what = choice(key, ["fail", "allow"], item, diagnostics);
                self.allow_unobserved_panics = what == Some("allow");
            }
            "capture" => {
                self.capture = choice(key, ["off", "headers", "full"], item, diagnostics);
            }
            "replay" => self.replay = replay(key, item, diagnostics),
            "crate" => self.krate = path(key, item, diagnostics),
            other => unreachable!("the key `{other}` has no meaning"),
        }
    }

    /// Returns the host in which the body runs: the one asked for, or the first one, if it is known.
    pub(super) fn run_in(
        &self,
        network: &NetworkBuilder,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        match &self.run_in {
            Some((name, at)) => {
                network.expect(name, at, diagnostics);
                Some(name.clone())
            }
            None => network.first_host(),
        }
    }

    pub(super) fn check_runtime(
        &self,
        is_async: bool,
        harnesses: Harnesses,
        diagnostics: &mut Diagnostics,
    ) {
        if !is_async || harnesses.runtime {
            let why = if is_async { diag::runtime_twice } else { diag::only_async };
            for key in ["flavor", "worker_threads"] {
                if let Some(ident) = self.seen(key) {
                    diagnostics.at(ident, why(key));
                }
            }
            return;
        }
        let has_threads = self.multi_thread.unwrap_or(self.seen("flavor").is_some());
        if let (Some(ident), false) = (self.seen("worker_threads"), has_threads) {
            diagnostics.at(ident, diag::WORKERS_WITHOUT_THREADS);
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

fn host(key: Key, item: &Item, diagnostics: &mut Diagnostics) -> Option<(String, TokenStream)> {
    match value::value(key, item, diagnostics)? {
        Value::Word(word) => Some((word.unraw().to_string(), word.to_token_stream())),
        Value::Text(text) => Some((text.value(), text.to_token_stream())),
        other => {
            value::wrong_kind(key, "the name of a host", other, diagnostics);
            None
        }
    }
}

fn millis(key: Key, item: &Item, diagnostics: &mut Diagnostics) -> Option<u64> {
    let value = value::value(key, item, diagnostics)?;
    if let Some(message) = without_quotes(key, value) {
        diagnostics.at(value, message);
        return None;
    }
    let text = value::text(key, item, diagnostics)?;
    let timeout = units::duration(key.name, &text.value());
    let timeout = timeout.map_err(|why| diagnostics.at(text, why)).ok()?;
    let millis = timeout.as_nanos().div_ceil(1_000_000);
    if millis == 0 {
        diagnostics.at(text, diag::TIMEOUT_ZERO);
        return None;
    }
    let millis = u64::try_from(millis).map_err(|_| units::too_large(key.name, &text.value()));
    millis.map_err(|why| diagnostics.at(text, why)).ok()
}

/// Returns the message about a number: `10` and `10s` are literals to the compiler.
fn without_quotes(key: Key, value: &Value) -> Option<String> {
    let (number, suffix) = match value {
        Value::Number(number) => (number.to_string(), number.suffix()),
        Value::Float(number) => (number.to_string(), number.suffix()),
        _ => return None,
    };
    Some(if suffix.is_empty() {
        units::unit_missing(key.name, &number, "s")
    } else {
        diag::unquoted(key, &number)
    })
}

/// Returns one of these words.
fn choice<const N: usize>(
    key: Key,
    words: [&'static str; N],
    item: &Item,
    diagnostics: &mut Diagnostics,
) -> Option<&'static str> {
    let text = value::text(key, item, diagnostics)?;
    let found = text.value();
    let word = words.into_iter().find(|word| *word == found);
    if word.is_none() {
        diagnostics.at(text, diag::invalid_value(key, &words, &found));
    }
    word
}

fn replay<'a>(key: Key, item: &'a Item, diagnostics: &mut Diagnostics) -> Option<Replay<'a>> {
    let at = value::text(key, item, diagnostics)?;
    let read = file::fates(&at.value()).map_err(|why| diagnostics.at(at, why));
    read.ok().map(|(path, fates)| Replay { path, fates, at })
}

fn workers(key: Key, item: &Item, diagnostics: &mut Diagnostics) -> Option<usize> {
    let literal = value::number(key, item, diagnostics)?;
    let workers = value::parse(key, literal, diagnostics)?;
    if workers == 0 {
        diagnostics.at(literal, diag::NO_WORKERS);
        return None;
    }
    Some(workers)
}

fn path(key: Key, item: &Item, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
    match value::value(key, item, diagnostics)? {
        Value::Word(word) => {
            let path = Path::parse_mod_style.parse2(word.to_token_stream());
            let keyword = diag::wrong_kind(key, "a path", "a keyword");
            path.map_err(|_| diagnostics.at(word, keyword)).ok().map(Path::into_token_stream)
        }
        Value::Path(path) => Some(path.to_token_stream()),
        Value::Text(text) => {
            let path = text.parse_with(Path::parse_mod_style);
            path.map_err(|_| diagnostics.at(text, diag::NO_PATH)).ok().map(Path::into_token_stream)
        }
        other => {
            value::wrong_kind(key, "a path", other, diagnostics);
            None
        }
    }
}
