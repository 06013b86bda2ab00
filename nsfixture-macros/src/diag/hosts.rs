//! Hosts by their names.

use nsfixture_plan::{Key, did_you_mean};

pub(crate) fn unknown_host(name: &str, hosts: &[&str]) -> String {
    let message = format!("no host named `{name}` in this test");
    match did_you_mean(name, hosts.iter().copied()) {
        Some(meant) => format!("{message}: did you mean `{meant}`?"),
        None => format!("{message} (hosts: {})", hosts.join(", ")),
    }
}

pub(crate) const NO_HOST: &str = "expected a host: write `host(client)`";

pub(crate) const NO_ROUTER: &str = "expected the name of a router: write `router(gw)`";

pub(crate) const NO_SENDER: &str =
    "expected the host that sends the packets: write `from(client, rate = \"10mbit\")`";

/// Returns the message about a host that has a value in a key of bare names.
pub(crate) fn value_of_bare_host(key: Key, name: &str) -> String {
    let key = key.name;
    format!(
        "`{key}(..)` takes bare names: write `{key}({name})`, and put addresses in a `link(..)` or \
         `lan(..)`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_a_host_or_lists_all() {
        let hosts = ["producer", "consumer"];
        assert_eq!(
            unknown_host("consummer", &hosts),
            "no host named `consummer` in this test: did you mean `consumer`?"
        );
        assert_eq!(
            unknown_host("banana", &hosts),
            "no host named `banana` in this test (hosts: producer, consumer)"
        );
    }
}
