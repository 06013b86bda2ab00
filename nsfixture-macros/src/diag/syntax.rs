//! Tokens that cannot be read.

use std::fmt::Display;

pub(crate) const NO_NAME: &str =
    "expected a key or the name of a host, such as `link(..)` or `client`";

pub(crate) fn quoted_name(name: &str) -> String {
    format!("names are not quoted: write `{name}`")
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
