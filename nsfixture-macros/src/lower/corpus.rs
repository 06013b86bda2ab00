//! Wrong topologies through the attribute: it says of each what the builder says, in the same words.
//! They are those that `tests/tests/wrong_topologies` runs through the builder and files.

use nsfixture_plan::{Endpoint, Plan, Segment, Topology};
use syn::{Ident, parse_str};

use super::lower;
use crate::args;
use crate::diag::Mistakes;
use crate::keys;
use crate::source::Around;

#[path = "../../../tests/tests/wrong_topologies/cases.rs"]
mod cases;

/// How it is written in the attribute, if it can be: there, hosts are named by identifiers.
fn written(topology: &Topology) -> Option<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    let in_segments = |host: &str| {
        topology.segments().iter().any(|s| s.ends().iter().any(|end| end.host() == host))
    };
    for host in topology.hosts() {
        // A host of a segment is named there, and the second time by itself.
        if !in_segments(host) || named.contains(&host) {
            keys.push(format!("host({})", identifier(host)?));
        }
        named.push(host);
    }
    for segment in topology.segments() {
        keys.push(self::segment(segment)?);
    }
    for router in topology.routers() {
        keys.push(format!("router({})", identifier(router)?));
    }
    Some(keys.join(", "))
}

fn identifier(name: &str) -> Option<&str> {
    (parse_str::<Ident>(name).is_ok() && !keys::reserved(name)).then_some(name)
}

fn segment(segment: &Segment) -> Option<String> {
    let mut parts: Vec<String> = segment.ends().iter().map(end).collect::<Option<_>>()?;
    if !segment.subnets().is_empty() {
        parts.push(format!("subnet = {:?}", segment.subnets()));
    }
    parts.extend(segment.mtu().map(|mtu| format!("mtu = {mtu}")));
    parts.extend(segment.name().map(|name| format!("name = {name:?}")));
    Some(format!("{}({})", segment.kind(), parts.join(", ")))
}

fn end(end: &Endpoint) -> Option<String> {
    let host = identifier(end.host())?;
    Some(if end.addrs().is_empty() {
        host.to_owned()
    } else {
        format!("{host} = {:?}", end.addrs())
    })
}

/// All that the attribute says of it.
fn said(attribute: &str) -> Vec<String> {
    let mut mistakes = Mistakes::default();
    let args = args::read(attribute.parse().expect("tokens"), &mut mistakes);
    let input = parse_str("fn t() {}").expect("a function");
    match lower(&args, &input, &Around::default(), mistakes) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| error.to_string()).collect(),
    }
}

#[test]
fn the_attribute_says_what_the_builder_says() {
    let mut compared = 0;
    for (name, topology) in cases::all() {
        let Some(attribute) = written(&topology) else { continue };
        let mut expected: Vec<String> =
            Plan::new(&topology).expect_err(name).iter().map(ToString::to_string).collect();
        let mut found = said(&attribute);
        // What has no hosts is a lone host to the attribute, and an empty lan is told of by itself.
        if topology.hosts().len() == 0 {
            continue;
        }
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{name}: {attribute}");
        compared += 1;
    }
    assert!(compared >= 40, "only {compared} can be written in the attribute");
    println!("{compared} wrong topologies");
}
