//! The words that mean something in the attribute.

/// A key, and how it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: &'static str,
}

/// Those of `#[ns_test(..)]`.
pub(crate) const TOP: [Key; 12] = [
    Key { name: "link", form: r#"link(client = "10.0.0.1/24", server)"# },
    Key { name: "lan", form: r#"lan(client, server, gw, subnet = "10.1.0.0/24")"# },
    Key { name: "router", form: "router(gw)" },
    Key { name: "host", form: "host(client)" },
    Key { name: "topology", form: "topology = two_sites()" },
    Key { name: "file", form: r#"file = "topologies/two_sites.toml""# },
    Key { name: "run_in", form: "run_in = client" },
    Key { name: "timeout", form: r#"timeout = "10s""# },
    Key { name: "flavor", form: r#"flavor = "multi_thread""# },
    Key { name: "worker_threads", form: "worker_threads = 2" },
    Key { name: "unobserved_panics", form: r#"unobserved_panics = "allow""# },
    Key { name: "crate", form: "crate = ::nsfixture" },
];

/// Those of them that describe the whole network, and stand beside no other that describes some.
pub(crate) const WHOLE: [&str; 2] = ["topology", "file"];

/// Those of `link(..)` and `lan(..)`.
pub(crate) const SEGMENT: [Key; 3] = [
    Key { name: "mtu", form: "mtu = 9000" },
    Key { name: "name", form: r#"name = "wire""# },
    Key { name: "subnet", form: r#"subnet = "10.9.0.0/24""# },
];

pub(crate) fn find(keys: &[Key], name: &str) -> Option<Key> {
    keys.iter().find(|key| key.name == name).copied()
}

pub(crate) fn names(keys: &[Key]) -> impl Iterator<Item = &'static str> {
    keys.iter().map(|key| key.name)
}

/// Whether a host may not bear this name, for it would be read as a key.
pub(crate) fn reserved(name: &str) -> bool {
    [&TOP[..], &SEGMENT].iter().any(|keys| find(keys, name).is_some())
}
