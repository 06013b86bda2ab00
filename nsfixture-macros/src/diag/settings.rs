//! Keys and their values.

use nsfixture_plan::describe::messages;
use nsfixture_plan::{Key, did_you_mean};

use crate::keys::TOP;

pub(crate) fn unknown_key(name: &str) -> String {
    let known: Vec<&str> = Key::names(&TOP).collect();
    let unknown = || messages::unknown_key(name, "for `ns_test`", &known);
    messages::option_outside(name).unwrap_or_else(unknown)
}

/// Returns the message about two keys that exclude each other: of the two, `whole` describes the whole network.
pub(crate) fn conflict(second: &str, first: &str, whole: &str) -> String {
    format!(
        "`{second}` cannot be combined with `{first}`: `{whole}` describes the whole network; remove \
         one of the two"
    )
}

pub(crate) fn text_for_topology(text: &str) -> String {
    format!(
        "expected an expression of type `nsfixture::Topology` for `topology`, found a string: write \
         `file = {text:?}` for a file"
    )
}

pub(crate) fn form(key: Key) -> String {
    format!("malformed `{}`: write `{}`", key.name, key.form)
}

/// Returns the message about a string that is not a value of a key.
pub(crate) fn invalid_value(key: Key, words: &[&str], found: &str) -> String {
    let message = format!("invalid `{}` {found:?}: ", key.name);
    if let Some(meant) = did_you_mean(found, words.iter().copied()) {
        return format!("{message}did you mean {meant:?}?");
    }
    let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    format!("{message}expected {}", words.join(" or "))
}

pub(crate) const TIMEOUT_ZERO: &str = "timeout must be greater than zero";
pub(crate) const NO_WORKERS: &str = "a runtime needs at least one worker thread";
pub(crate) const WORKERS_WITHOUT_THREADS: &str =
    "`worker_threads` requires `flavor = \"multi_thread\"`";
pub(crate) const NO_PATH: &str = "not a valid path: write `crate = ::nsfixture`";

pub(crate) fn only_async(key: &str) -> String {
    format!("`{key}` applies only to `async` tests: remove it")
}

pub(crate) fn too_large(key: Key) -> String {
    format!("this number is too large for `{}`, for example `{}`", key.name, key.form)
}
