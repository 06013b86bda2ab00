//! What cannot be read.

use std::fmt::Display;

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
