//! The keys of the attribute.

use nsfixture_plan::Key;

/// The keys of `#[ns_test(..)]`.
pub(crate) const TOP: [Key; 18] = [
    Key { name: "link", form: r#"link(client = "10.0.0.1/24", server)"# },
    Key { name: "lan", form: r#"lan(client, server, gw, subnet = "10.1.0.0/24")"# },
    Key { name: "router", form: "router(gw)" },
    Key { name: "host", form: "host(client)" },
    Key { name: "family", form: r#"family = "ipv4""# },
    Key { name: "fault", form: r#"fault(after = "1s", lasts = "500ms", isolate = client)"# },
    Key { name: "faults", form: "faults" },
    Key { name: "seed", form: "seed = 42" },
    Key { name: "topology", form: "topology = two_sites()" },
    Key { name: "file", form: r#"file = "topologies/two_sites.toml""# },
    Key { name: "run_in", form: "run_in = client" },
    Key { name: "timeout", form: r#"timeout = "10s""# },
    Key { name: "flavor", form: r#"flavor = "multi_thread""# },
    Key { name: "worker_threads", form: "worker_threads = 2" },
    Key { name: "replay", form: r#"replay = "tests/fates/lossy.fates""# },
    Key { name: "capture", form: r#"capture = "full""# },
    Key { name: "unobserved_panics", form: r#"unobserved_panics = "allow""# },
    Key { name: "crate", form: "crate = ::nsfixture" },
];

/// The keys that describe the whole network, and cannot be combined with others that describe parts
/// of it.
pub(crate) const WHOLE: [&str; 2] = ["topology", "file"];

/// The keys of the network that can be combined with those: they override what these say.
pub(crate) const BESIDE_WHOLE: [&str; 2] = ["faults", "seed"];
