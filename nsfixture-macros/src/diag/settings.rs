//! Keys and their values.

use std::fmt::Display;

use super::{list, push_suggestion};
use crate::keys::{Key, names};

pub(crate) fn unknown_key(name: &str, of: impl Display, keys: &[Key]) -> String {
    let mut text = format!("`{name}` is no key of `{of}`: ");
    push_suggestion(&mut text, name, names(keys));
    text.push_str("its keys are ");
    text.push_str(&list(names(keys)));
    text
}

pub(crate) fn key_twice(name: &str) -> String {
    format!("`{name}` is given twice: remove one of the two")
}

/// Of two keys, of which `whole` describes the whole network.
pub(crate) fn beside(second: &str, first: &str, whole: &str) -> String {
    format!(
        "`{second}` cannot stand beside `{first}`, for `{whole}` describes the whole network: \
         remove one of the two"
    )
}

pub(crate) fn text_for_topology(text: &str) -> String {
    format!(
        "`topology` takes an expression of the type `nsfixture::Topology`, and this is a string: \
         write `file = {text:?}` for a file"
    )
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
