//! What is written is read as the same.

use nsfixture_plan::{Plan, Topology};

use crate::random::Random;
use crate::topologies;

const TOPOLOGIES: u64 = 500;

#[test]
fn what_is_written_is_read_as_the_same() {
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

/// A file has the mistakes of its topology, in the same words, and none of its own.
#[test]
fn mistakes_are_written_too() {
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
fn what_serde_writes_it_reads_as_the_same() {
    for seed in 0..TOPOLOGIES {
        for topology in
            [topologies::right, topologies::wrong].map(|any| any(&mut Random::new(seed)))
        {
            let text = serde_json::to_string(&topology).expect("it can be written");
            let read: Topology = serde_json::from_str(&text).expect("it can be read");
            assert_eq!(read, topology, "seed {seed}\n{text}");
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_adds_hosts_that_are_not_listed() {
    for hosts in ["", r#""hosts": [],"#, r#""hosts": ["a"],"#] {
        let text = format!(
            r#"{{{hosts} "segments": [{{"link": {{"ends": [{{"host": "a"}}, {{"host": "b"}}]}}}}]}}"#
        );
        let read: Topology = serde_json::from_str(&text).expect("it can be read");
        assert_eq!(read, Topology::new().link(("a", "b")), "{text}");
    }
    let wrong = serde_json::from_str::<Topology>(r#"{"host": ["a"]}"#).unwrap_err().to_string();
    assert!(wrong.contains("unknown field `host`"), "{wrong}");
}
