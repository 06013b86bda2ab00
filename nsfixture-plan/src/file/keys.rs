//! The words that mean something in a file.

/// A key, and how it is written.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) form: &'static str,
}

/// Those of the file itself.
pub(super) const TOP: [Key; 4] = [
    Key { name: "hosts", form: r#"hosts = ["printer"]"# },
    Key { name: "routers", form: r#"routers = ["gw"]"# },
    Key { name: "lan", form: "[[lan]]" },
    Key { name: "link", form: "[[link]]" },
];

/// Those of a `[[lan]]` and of a `[[link]]`.
pub(super) const SEGMENT: [Key; 4] = [
    Key { name: "name", form: r#"name = "office""# },
    Key { name: "subnet", form: r#"subnet = "10.1.0.0/24""# },
    Key { name: "mtu", form: "mtu = 9000" },
    Key { name: "hosts", form: r#"hosts = ["a", { b = "10.1.0.9/24" }]"# },
];

pub(super) fn find(keys: &[Key], name: &str) -> Option<Key> {
    keys.iter().find(|key| key.name == name).copied()
}

pub(super) fn names(keys: &[Key]) -> impl Iterator<Item = &'static str> {
    keys.iter().map(|key| key.name)
}
