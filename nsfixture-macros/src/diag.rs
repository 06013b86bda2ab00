//! All wording, and the mistakes found so far.

use std::fmt::{Display, Write};

use nsfixture_plan::did_you_mean;
use proc_macro2::Span;
use quote::ToTokens;

use crate::keys::{Key, names};

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

    pub(crate) fn into_error(self) -> Option<syn::Error> {
        self.0
    }
}

pub(crate) const NO_NAME: &str =
    "expected the name of a key or of a host, such as `link(..)` or `client`";

pub(crate) fn quoted_name(name: &str) -> String {
    format!("a name is written without quotes: `{name}`")
}

pub(crate) fn after_key(key: impl Display) -> String {
    format!("expected `=`, `(` or `,` after `{key}`")
}

pub(crate) fn after_value(key: impl Display) -> String {
    format!("expected `,` after the value of `{key}`")
}

pub(crate) fn no_value(key: impl Display) -> String {
    format!("expected a value after `{key} =`")
}

// The function.

pub(crate) const NO_FUNCTION: &str =
    "`#[ns_test]` makes a test of a free function: put it on a `fn`";
pub(crate) const NO_BODY: &str =
    "`#[ns_test]` makes a test of a free function: this one has no body of its own";
pub(crate) const SELF: &str =
    "a test is called without a `self`: move it out of the `impl` or the trait";
pub(crate) const GENERICS: &str =
    "a test is called once, with nothing to infer its generic parameters from: name the types";
pub(crate) const WHERE: &str = "a test has no generic parameters: remove the `where` clause";
pub(crate) const CONST: &str =
    "a test needs a network, which no `const fn` can have: remove `const`";
pub(crate) const UNSAFE: &str =
    "a test is called by safe code: remove `unsafe`, and put `unsafe` blocks into the body";
pub(crate) const ABI: &str = "a test is called from Rust: remove `extern`";
pub(crate) const VARIADIC: &str = "a test has a fixed number of parameters: remove `...`";

pub(crate) const NS_TEST_TWICE: &str =
    "a second `#[ns_test]` on the same test: write all keys in one";

pub(crate) fn other_harness(path: &str) -> String {
    format!(
        "`#[{path}]` cannot be combined with `#[ns_test]` yet: remove it, for `#[ns_test]` makes \
         the test itself and runs an `async fn` on a runtime of its own"
    )
}

// Its parameters.

pub(crate) const PARAMETER_PATTERN: &str =
    "a parameter is named by a plain identifier: for a `Node` it says which host is meant";
pub(crate) const PARAMETER_ATTRIBUTE: &str =
    "attributes on the parameters of a test are not supported yet: remove it";
pub(crate) const PARAMETER_TYPE: &str = "a test's parameter is a `Node` or `&Node`, a host by its name, or a `Net` or `&Net`, the \
     whole network";

pub(crate) fn no_topology(hosts: &[String]) -> String {
    let joined = hosts.join(", ");
    let Some([a, b]) = hosts.first_chunk() else {
        return format!("the attribute names no hosts: write `#[ns_test(host({joined}))]`");
    };
    format!(
        "{} are hosts, but the attribute names none: write `#[ns_test(link({a}, {b}))]` to join \
         them, or `#[ns_test(host({joined}))]`",
        list(hosts)
    )
}

pub(crate) fn unknown_host(name: &str, hosts: &[String]) -> String {
    let host_names = hosts.iter().map(String::as_str);
    let mut text = format!("`{name}` is no host of this test: ");
    push_suggestion(&mut text, name, host_names);
    let (noun, verb) = if hosts.len() == 1 { ("host", "is") } else { ("hosts", "are") };
    // Writing to a `String` does not fail.
    let _ = write!(text, "its {noun} {verb} {}", list(hosts));
    text
}

// Keys and their values.

pub(crate) fn unknown_key(name: &str, of: &str, keys: &[Key]) -> String {
    let mut text = format!("`{name}` is no key of `{of}`: ");
    push_suggestion(&mut text, name, names(keys));
    text.push_str("its keys are ");
    text.push_str(&list(names(keys)));
    text
}

pub(crate) fn later_key(key: Key) -> String {
    format!(
        "`{}` is not supported yet: for now a network is made of `link(..)` and `host(..)`",
        key.form
    )
}

pub(crate) fn key_twice(name: &str) -> String {
    format!("`{name}` is given twice: remove one of the two")
}

pub(crate) fn form(key: Key) -> String {
    format!("`{}` is written `{}`", key.name, key.form)
}

pub(crate) fn expected(key: Key, expected: &str, found: &str) -> String {
    format!("expected {expected} for `{}`, found {found}: write `{}`", key.name, key.form)
}

pub(crate) fn expected_one_of(key: Key, words: &[&str], found: &str) -> String {
    let mut text = format!("{found:?} is no value of `{}`: ", key.name);
    push_suggestion(&mut text, found, words.iter().copied());
    let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    text.push_str("it is ");
    text.push_str(&words.join(" or "));
    text
}

pub(crate) fn timeout_without_unit(number: &str) -> String {
    format!("a timeout has a unit: write `timeout = \"{number}\"`")
}

pub(crate) fn timeout(text: &str) -> String {
    format!(
        "{text:?} is no timeout: write a number with one of the units `ms`, `s`, `m` and `h`, such \
         as \"10s\" or \"1.5m\""
    )
}

pub(crate) const TIMEOUT_ZERO: &str = "a timeout is greater than zero: no test ends in no time";
pub(crate) const TIMEOUT_TOO_LONG: &str = "this timeout is longer than any clock can count";
pub(crate) const NO_WORKERS: &str = "a runtime has at least one worker thread";
pub(crate) const WORKERS_WITHOUT_THREADS: &str =
    "`worker_threads` needs a runtime with threads: add `flavor = \"multi_thread\"`";
pub(crate) const NO_PATH: &str = "this string holds no path: write `crate = ::nsfixture`";

pub(crate) fn only_async(key: &str) -> String {
    format!(
        "`{key}` is about the runtime of an `async fn`, and this test is not `async`: remove it"
    )
}

pub(crate) fn too_big(key: Key) -> String {
    format!("this number is too big for `{}`: write, say, `{}`", key.name, key.form)
}

// Hosts and links.

pub(crate) fn reserved(name: &str) -> String {
    format!("`{name}` is a key of the attribute and cannot be a host's name: choose another name")
}

pub(crate) fn link_key_without_value(key: Key) -> String {
    format!("`{}` is a key of `link` and no host: write `{}`", key.name, key.form)
}

pub(crate) fn address_kind(host: &str, found: &str) -> String {
    format!(
        "expected the address of `{host}` as a string or an array of strings, found {found}: \
         write `{host} = \"10.0.0.1/24\"`"
    )
}

pub(crate) fn host_list(name: &str) -> String {
    format!("an end of a link is written `{name}` or `{name} = \"10.0.0.1/24\"`")
}

pub(crate) fn not_two_ends(hosts: &[String]) -> String {
    match hosts {
        [] => {
            "a link joins two hosts, and this one names none: write `link(client, server)`".into()
        }
        [host] => format!(
            "a link joins two hosts, and this one names only `{host}`: name the other end, or \
             write `host({host})` for a host without links"
        ),
        hosts => format!(
            "a link joins two hosts, and this one names {}: write one `link(..)` for each pair, \
             for a link is a cable and no LAN",
            hosts.len()
        ),
    }
}

pub(crate) const NO_HOST: &str = "expected a host: write `host(client)`";

pub(crate) fn host_with_value(name: &str) -> String {
    format!(
        "`host(..)` takes bare names, for an address belongs to the end of a link: write \
         `host({name})`"
    )
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

    #[test]
    fn suggests_the_nearest_host() {
        let hosts = ["producer".to_owned(), "consumer".to_owned()];
        assert_eq!(
            unknown_host("consummer", &hosts),
            "`consummer` is no host of this test: did you mean `consumer`? its hosts are \
             `producer` and `consumer`"
        );
        assert_eq!(
            unknown_host("banana", &hosts[..1]),
            "`banana` is no host of this test: its host is `producer`"
        );
    }
}
