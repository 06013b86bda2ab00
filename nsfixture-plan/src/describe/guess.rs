//! What an entry of a segment was probably meant to be.

use super::foreign;
use super::keys::{is_matcher, is_table, option_keys};
use super::value::{Entry, Value, ValueKind};
use crate::addr::{AddrError, IfAddr};
use crate::suggest::did_you_mean;
use crate::topology::FROM;

/// Returns true for a table that has a host's name as a value, such as `{ name = "a", addrs = [..] }`.
pub(super) fn is_record<S>(entries: &[Entry<S>]) -> bool {
    entries.iter().any(|entry| {
        ["name", "host"].contains(&entry.key.text.as_str())
            && matches!(&entry.value, Some(value) if !may_be_addr(value))
    })
}

/// Returns true if a host among the options is more likely an option with a wrong letter, or with the
/// name that it has in another tool: its value is no address.
pub(super) fn is_misspelled_option<S>(entry: &Entry<S>) -> bool {
    let key = &entry.key.text;
    let may_be_host = match &entry.value {
        None => true,
        Some(value) => match &value.kind {
            ValueKind::List => !is_list(key),
            ValueKind::Text(_) | ValueKind::Array(_) => value.items().iter().all(may_be_addr),
            _ => false,
        },
    };
    let is_close = || did_you_mean(key, option_keys().map(|key| key.name)).is_some();
    // The words of other tools are for quantities.
    let is_foreign = || foreign::meaning(key).is_some() && !entry.value.iter().any(is_cidr);
    !may_be_host && (is_foreign() || is_close() || is_matcher(key))
}

/// Returns true for a key with a list in parentheses, such as `from`, with a wrong letter or with the name that it
/// has in another tool.
fn is_list(key: &str) -> bool {
    let lists =
        || option_keys().map(|key| key.name).filter(|name| *name == FROM.name || is_table(name));
    let is_foreign =
        foreign::meaning(key).is_some_and(|(name, _)| lists().any(|list| list == name));
    is_foreign || did_you_mean(key, lists()).is_some()
}

/// Returns true for what has the form of an address or a subnet.
fn is_cidr<S>(value: &Value<S>) -> bool {
    let is_cidr = |text: &str| !matches!(text.parse::<IfAddr>(), Err(AddrError::Address));
    matches!(&value.kind, ValueKind::Text(text) if is_cidr(text))
}

/// Returns true for addresses, invalid ones included. Values that are no strings are no option's
/// either.
fn may_be_addr<S>(value: &Value<S>) -> bool {
    let ValueKind::Text(text) = &value.kind else { return true };
    !matches!(text.parse::<IfAddr>(), Err(AddrError::Address | AddrError::Network(_)))
}
