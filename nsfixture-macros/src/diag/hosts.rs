//! Hosts, and what joins them.

use std::fmt::Write;

use nsfixture_plan::SegmentKind;

use super::{list, push_suggestion};
use crate::keys::Key;

pub(crate) fn unknown_host(name: &str, hosts: &[String]) -> String {
    let host_names = hosts.iter().map(String::as_str);
    let mut text = format!("`{name}` is no host of this test: ");
    push_suggestion(&mut text, name, host_names);
    let (noun, verb) = if hosts.len() == 1 { ("host", "is") } else { ("hosts", "are") };
    // Writing to a `String` does not fail.
    let _ = write!(text, "its {noun} {verb} {}", list(hosts));
    text
}

pub(crate) fn reserved(name: &str) -> String {
    format!("`{name}` is a key of the attribute and cannot be a host's name: choose another name")
}

pub(crate) fn segment_key_without_value(of: SegmentKind, key: Key) -> String {
    format!("`{}` is a key of `{of}` and no host: write `{}`", key.name, key.form)
}

pub(crate) fn address_kind(host: &str, found: &str) -> String {
    format!(
        "expected the address of `{host}` as a string or an array of strings, found {found}: \
         write `{host} = \"10.0.0.1/24\"`"
    )
}

pub(crate) fn host_list(of: SegmentKind, name: &str) -> String {
    format!("a host of a {of} is written `{name}` or `{name} = \"10.0.0.1/24\"`")
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
            "a link joins two hosts, and this one names {}: write `lan({})` for a switch that joins \
             them all, or one `link(..)` for each pair",
            hosts.len(),
            hosts.join(", ")
        ),
    }
}

pub(crate) const NO_HOST: &str = "expected a host: write `host(client)`";

pub(crate) fn host_with_value(name: &str) -> String {
    format!(
        "`host(..)` takes bare names, for an address belongs into a `link(..)` or a `lan(..)`: \
         write `host({name})`"
    )
}

pub(crate) const NO_ROUTER: &str = "expected a host that is to be a router: write `router(gw)`";

pub(crate) fn router_with_value(name: &str) -> String {
    format!(
        "`router(..)` takes bare names, for an address belongs into a `link(..)` or a `lan(..)`: \
         write `router({name})`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
