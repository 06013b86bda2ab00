//! Differences between the sources of descriptions.

use crate::key::Key;
use crate::topology::FLAP;

/// The notation of a source.
#[derive(Debug)]
pub struct Dialect {
    /// The key of a segment's hosts. Without one, the hosts are entries among the options.
    pub(super) hosts: Option<Key>,
    /// A link, as it is shown in messages.
    pub(super) link: &'static str,
    /// The faults of packets from one host, as they are shown in messages.
    pub(super) from: &'static str,
    /// An outage, as it is shown in messages.
    pub(super) outage: &'static str,
    /// A rule, as it is shown in messages.
    pub(super) rule: &'static str,
    /// A flap, as it is shown in messages.
    pub(super) flap: &'static str,
    /// The advice about a host without links.
    pub(super) lone_host: fn(&str) -> String,
    /// The advice about a link that names too many hosts.
    pub(super) several: fn(&[&str]) -> String,
}

impl Dialect {
    /// Returns the key in the form that it has in this source.
    pub(crate) fn key(&self, key: Key) -> Key {
        match key.name {
            "outage" => Key { form: self.outage, ..key },
            "rule" => Key { form: self.rule, ..key },
            FLAP => Key { form: self.flap, ..key },
            _ => key,
        }
    }
}

/// The attribute `#[ns_test]`.
pub static ATTRIBUTE: Dialect = Dialect {
    hosts: None,
    link: "link(client, server)",
    from: r#"from(client, rate = "10mbit")"#,
    outage: r#"outage(after = "2s", lasts = "500ms")"#,
    rule: r#"rule(protocol = "udp", loss = "10%")"#,
    flap: r#"flap(after = "2s", lasts = "500ms")"#,
    lone_host: |host| format!("use `host({host})`"),
    several: |hosts| {
        let hosts = hosts.join(", ");
        format!("write one `link(..)` for each pair, or `lan({hosts})` to join them by a switch")
    },
};

/// A file, and whatever serde reads.
pub static FILE: Dialect = Dialect {
    hosts: Some(Key { name: "hosts", form: r#"hosts = ["a", { b = "10.1.0.9/24" }]"# }),
    link: r#"hosts = ["client", "server"]"#,
    from: r#"from.client.rate = "10mbit""#,
    outage: r#"outage = { after = "2s", lasts = "500ms" }"#,
    rule: r#"rule = [{ protocol = "udp", loss = "10%" }]"#,
    flap: r#"flap = { after = "2s", lasts = "500ms" }"#,
    lone_host: |host| format!("write `hosts = [\"{host}\"]` at the top"),
    several: |_| {
        "write one `[[link]]` for each pair, or a `[[lan]]` to join them by a switch".into()
    },
};
