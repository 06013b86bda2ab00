//! Topologies that are written and read again.

#[cfg(feature = "serde")]
use nsfixture_plan::Lan;
use nsfixture_plan::{Plan, Topology};

use crate::random::Random;
use crate::topologies;

const TOPOLOGIES: u64 = 500;

#[test]
fn valid_topologies_survive_toml() {
    for seed in 0..TOPOLOGIES {
        let topology = topologies::right(&mut Random::new(seed));
        if let Err(problems) = Plan::new(&topology) {
            panic!("seed {seed}: {problems}\n{topology:#?}");
        }
        let text = topology.to_toml();
        match Topology::from_toml(&text) {
            Ok(read) => assert_eq!(read, topology, "seed {seed}\n{text}"),
            Err(problems) => panic!("seed {seed}: {problems}\n{text}"),
        }
    }
}

/// A file has the problems of its topology, with the same messages, and no others.
#[test]
fn problems_survive_toml() {
    for seed in 0..TOPOLOGIES {
        let topology = topologies::wrong(&mut Random::new(seed));
        let text = topology.to_toml();
        let mut expected: Vec<String> = match Plan::new(&topology) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        };
        let mut found: Vec<String> = match Topology::from_toml(&text) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(|one| one.message().to_owned()).collect(),
        };
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "seed {seed}\n{text}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn any_topology_survives_json() {
    for seed in 0..TOPOLOGIES {
        for topology in
            [topologies::right, topologies::wrong].map(|any| any(&mut Random::new(seed)))
        {
            let text = serde_json::to_string(&topology).expect("it can be written");
            let read: Topology = serde_json::from_str(&text).expect("it can be read");
            assert_eq!(read, topology, "seed {seed}\n{text}");
            // This map sorts its keys.
            let value = serde_json::to_value(&topology).expect("it can be written");
            let read: Topology = serde_json::from_value(value).expect("it can be read");
            assert_eq!(read, topology, "seed {seed}\n{text}");
        }
    }
}

/// `from_toml` reads what serde writes, and the reverse.
#[cfg(feature = "serde")]
#[test]
fn serde_has_the_schema_of_the_file() {
    for seed in 0..TOPOLOGIES {
        let topology = topologies::right(&mut Random::new(seed));
        let text = toml::to_string(&topology).expect("it can be written");
        match Topology::from_toml(&text) {
            Ok(read) => assert_eq!(read, topology, "seed {seed}\n{text}"),
            Err(problems) => panic!("seed {seed}: {problems}\n{text}"),
        }
        if let Ok(read) = toml::from_str::<Topology>(&text) {
            assert_eq!(read, topology, "seed {seed}\n{text}");
        }
    }
    let json = r#"{
        "hosts": "printer",
        "routers": ["gw"],
        "order": ["link", "lan"],
        "lan": [{"name": "office", "mtu": 1400, "subnet": "10.1.0.0/24", "hosts": ["a", {"gw": "10.1.0.1/24"}]}],
        "link": {"hosts": {"gw": ["10.9.0.1/30", "fd09::1/64"], "isp": []}}
    }"#;
    let wrong = serde_json::from_str::<Topology>(json).expect_err("`link` is no array");
    assert!(wrong.to_string().contains("expected an array of tables for `link`"), "{wrong}");
    let json = json.replace(r#"{"hosts": {"gw""#, r#"[{"hosts": {"gw""#).replace("[]}}", "[]}}]");
    let read: Topology = serde_json::from_str(&json).expect("it can be read");
    let office = Lan::new(["a"]).host(("gw", "10.1.0.1/24"));
    let expected = Topology::new()
        .host("printer")
        .link((("gw", ["10.9.0.1/30", "fd09::1/64"]), "isp"))
        .lan(office.name("office").subnet("10.1.0.0/24").mtu(1400))
        .router("gw");
    assert_eq!(read, expected);
}

#[cfg(feature = "serde")]
#[test]
fn serde_reports_mistakes_as_the_file_does() {
    for (json, expected) in [
        (r#"{"host": ["a"]}"#, "unknown key `host` in a topology: did you mean `hosts`?"),
        (
            r#"{"link": [{"hosts": ["a"], "mut": 5}]}"#,
            "unknown key `mut` in a link: did you mean `mtu`?",
        ),
        (r#"{"link": [{"hosts": ["a"]}]}"#, "a link joins exactly two hosts, found only `a`"),
        (
            r#"{"hosts": true}"#,
            "expected a string or an array of strings for `hosts`, found a boolean",
        ),
        (r#"{"hosts": "a", "hosts": "b"}"#, "duplicate key `hosts`"),
        (r#"{"lan": [{"hosts": "a", "hosts": "b"}]}"#, "duplicate key `hosts`"),
        (r#"{"lan": [{"hosts": "a", "mtu": 1, "mtu": 2}]}"#, "duplicate key `mtu`"),
    ] {
        let wrong = serde_json::from_str::<Topology>(json).expect_err(json).to_string();
        assert!(wrong.starts_with(expected), "{json}: {wrong}");
    }
}
