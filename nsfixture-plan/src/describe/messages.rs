//! The wording of mistakes in the form of a description. That of problems with the topology itself
//! is in `problem`.

use std::fmt::Display;

use super::dialect::Dialect;
use super::foreign;
use super::keys::{is_matcher, option_keys};
use super::value::{Entry, ValueKind};
use crate::key::Key;
use crate::name::NodeName;
use crate::suggest::did_you_mean;
use crate::topology::SegmentKind;

/// Returns the message about a key that `parent` does not have: "unknown key `x` in a link".
pub fn unknown_key(key: &str, parent: &str, known: &[&str]) -> String {
    let message = format!("unknown key `{key}` {parent}: ");
    if let Some((name, advice)) = foreign::meaning(key)
        && known.contains(&name)
    {
        return format!("{message}it is called `{name}` here: {advice}");
    }
    match did_you_mean(key, known.iter().copied()) {
        Some(meant) => format!("{message}did you mean `{meant}`?"),
        None if is_matcher(key) && known.contains(&"rule") => format!(
            "{message}it is a key of `rule`, with the faults of the packets that it matches"
        ),
        None => format!("{message}expected one of {}", list(known)),
    }
}

/// Returns the message about a key in the table of an option that does not have it.
pub(super) fn unknown_key_in(option: Key, key: &str, known: &[&str]) -> String {
    let parent = format!("in `{}`", option.name);
    let is_rule = option.name == "rule";
    if is_rule && let Some(name) = foreign::matcher(key) {
        return format!("unknown key `{key}` {parent}: it is called `{name}` here");
    }
    let fault = option_keys().find(|other| other.name == key && !known.contains(&key));
    match fault {
        Some(fault) if is_rule => format!(
            "`{}` is a key of the whole direction, not of the packets of a rule: move it out of `rule`; {} are \
             faults of rules",
            fault.name,
            list(known.iter().skip_while(|name| **name != "loss"))
        ),
        _ => unknown_key(key, &parent, known),
    }
}

/// Returns the message about a key outside of all links and LANs, if it is one of theirs.
pub fn option_outside(key: &str) -> Option<String> {
    let option = option_keys().find(|option| option.name == key)?;
    Some(format!("`{}` is an option of links and LANs: move it into one", option.name))
}

/// Returns the message about a key that is given twice.
pub fn duplicate_key(key: &str) -> String {
    format!("duplicate key `{key}`: remove one of the two")
}

/// Returns the message about a value of the wrong kind.
pub fn wrong_kind(key: Key, expected: &str, found: &str) -> String {
    format!("expected {expected} for `{}`, found {found}: write `{}`", key.name, key.form)
}

/// Returns the words in backticks, with commas.
pub fn list<T: Display>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// Returns the message about an entry of a host that has another form.
pub(super) fn host_form(segment: SegmentKind, host: &str) -> String {
    format!("expected a host of the {segment}: write `{host}` or `{host} = \"10.0.0.1/24\"`")
}

/// Returns the message about a table that has a host's name as a value.
pub(super) fn host_as_record<S>(entries: &[Entry<S>]) -> String {
    let keys = list(entries.iter().map(|entry| &entry.key.text));
    let texts = entries.iter().filter_map(|entry| match &entry.value.as_ref()?.kind {
        ValueKind::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let mut hosts = texts.filter(|text| NodeName::new(text).is_ok());
    let host = hosts.next().unwrap_or("b");
    format!(
        "the key of a host's table is its name, found {keys}: write `{{ {host} = \"10.0.0.2/24\" }}`"
    )
}

/// Returns the message about an option of a segment that has no value.
pub(super) fn option_without_value(segment: SegmentKind, key: Key) -> String {
    let Key { name, form } = key;
    format!(
        "`{name}` is an option of a {segment}: write `{form}`; a host named `{name}` can be \
         described in a file or in code"
    )
}

/// Returns the message about an option in a table that has no value.
pub(super) fn option_needs_value(key: Key) -> String {
    format!("`{}` needs a value: write `{}`", key.name, key.form)
}

/// Returns the message about a `from` that names two hosts.
pub(super) fn second_host(first: &str, second: &str) -> String {
    format!(
        "`from` is about the packets of one host, found `{first}` and `{second}`: write one `from` for \
         each"
    )
}

/// Returns the message about a `from` of another form.
pub(super) fn from_form(dialect: &Dialect, found: &str) -> String {
    match dialect.hosts {
        None => format!("malformed `from`: write `{}`", dialect.from),
        Some(_) => {
            format!("expected a table of hosts for `from`, found {found}: write `{}`", dialect.from)
        }
    }
}

/// Returns the message about an option of a segment among those of packets from one host.
pub(super) fn option_of_segment(segment: SegmentKind, host: &str, key: &str) -> String {
    format!(
        "`{key}` is a key of the {segment}, not of the packets from `{host}`: move it out of `from`"
    )
}

/// Returns the message about a key that is set to what it is without being set.
pub(super) fn default_flag(key: Key) -> String {
    format!("`{} = false` does nothing: remove it", key.name)
}

/// Returns the message about a number that does not fit.
pub(super) fn out_of_range(key: Key, number: &dyn Display, min: u64) -> String {
    format!("`{}` {number} is out of range: {min} to {}", key.name, u64::MAX)
}

/// Returns the message about a value with a unit that is not a string.
pub fn unquoted(key: Key, text: &str) -> String {
    format!("strings must be quoted: write `{} = \"{text}\"`", key.name)
}

pub(super) fn address_kind(host: &str, found: &str) -> String {
    format!(
        "expected a string or an array of strings as the address of `{host}`, found {found}: write \
         `{host} = \"10.0.0.1/24\"`"
    )
}

pub(super) fn not_two_ends(hosts: &[&str], dialect: &Dialect) -> String {
    let found = match hosts {
        [] => format!("none: write `{}`", dialect.link),
        [host] => format!(
            "only `{host}`: add the other end, or {} for a host without links",
            (dialect.lone_host)(host)
        ),
        hosts => format!("{}: {}", hosts.len(), (dialect.several)(hosts)),
    };
    format!("a link joins exactly two hosts, found {found}")
}

/// The mistake of a `routers` below a `[[lan]]` or a `[[link]]`, whose key it is to a reader.
pub(super) fn misplaced_key(key: &str) -> String {
    format!("`{key}` is a key of the topology: move it above the first `[[lan]]` or `[[link]]`")
}

pub(super) fn unknown_order(word: &str) -> String {
    format!("expected \"lan\" or \"link\" in `order`, found {word:?}")
}

pub(super) fn order_mismatch(kind: SegmentKind, listed: usize, found: usize) -> String {
    format!("`order` lists {}, but there are {found}", count(kind, listed))
}

fn count(kind: SegmentKind, count: usize) -> String {
    if count == 1 { format!("1 {kind}") } else { format!("{count} {kind}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_words() {
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b`, `c`");
    }

    #[test]
    fn suggests_a_key_or_lists_all() {
        assert_eq!(
            unknown_key("mut", "in a link", &["name", "mtu"]),
            "unknown key `mut` in a link: did you mean `mtu`?"
        );
        assert_eq!(
            unknown_key("port", "in a link", &["name", "mtu"]),
            "unknown key `port` in a link: expected one of `name`, `mtu`"
        );
    }
}
