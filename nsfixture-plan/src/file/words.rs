//! The wording of what is wrong with a file. That of what is wrong with the topology in it is in
//! `problem`.

use std::fmt::{Display, Write};

use super::keys::{Key, names};
use crate::suggest::did_you_mean;

pub(super) fn unknown_key(name: &str, of: &str, keys: &[Key]) -> String {
    let mut text = format!("`{name}` is no key of {of}: ");
    if let Some(word) = did_you_mean(name, names(keys)) {
        // Writing to a `String` does not fail.
        let _ = write!(text, "did you mean `{word}`? ");
    }
    text.push_str("its keys are ");
    text.push_str(&list(names(keys)));
    text
}

/// What stands below a `[[lan]]` is the LAN's.
pub(super) const ROUTERS_IN_SEGMENT: &str =
    "`routers` is a key of the topology: write it above the first `[[lan]]` or `[[link]]`";

pub(super) fn expected(key: Key, expected: &str, found: &str) -> String {
    format!("expected {expected} for `{}`, found {found}: write `{}`", key.name, key.form)
}

pub(super) fn address_kind(host: &str, found: &str) -> String {
    format!(
        "expected the address of `{host}` as a string or an array of strings, found {found}: \
         write `{host} = \"10.0.0.1/24\"`"
    )
}

/// An MTU that is no number of 32 bits; others are judged together with the addresses.
pub(super) fn mtu(number: &str) -> String {
    format!("an MTU of {number}: it is from 68 to 65535 bytes")
}

pub(super) fn not_two_ends(hosts: &[&str]) -> String {
    match hosts {
        [] => "a link joins two hosts, and this one names none: write \
               `hosts = [\"client\", \"server\"]`"
            .into(),
        [host] => format!(
            "a link joins two hosts, and this one names only `{host}`: name the other end, or \
             write `hosts = [\"{host}\"]` at the top for a host without links"
        ),
        hosts => format!(
            "a link joins two hosts, and this one names {}: write one `[[link]]` for each pair, or \
             `[[lan]]` for a switch with a cable to each",
            hosts.len()
        ),
    }
}

/// What the parser of TOML has to say, about this part of the text.
pub(super) fn syntax(message: &str, found: &str) -> String {
    let is_unquoted = message.starts_with("string values must be quoted");
    match (message, found) {
        ("duplicate key", "lan" | "link") => {
            format!("`{found}` is given twice: write `[[{found}]]` for each")
        }
        ("duplicate key", _) => format!("`{found}` is given twice: remove one of the two"),
        (_, "") if is_unquoted => "expected a value".to_owned(),
        _ if is_unquoted => format!("a text is written with quotes: `\"{found}\"`"),
        _ => message.to_owned(),
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
