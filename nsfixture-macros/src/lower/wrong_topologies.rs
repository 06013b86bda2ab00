//! Wrong topologies through the attribute: it reports the same problems as the builder. They are those
//! that `tests/tests/wrong_topologies` checks in code and in files.

use std::iter;

use nsfixture_plan::describe::option_keys;
use nsfixture_plan::{Endpoint, OptionValue, Plan, Segment, Topology};
use syn::{Ident, parse_str};

use super::lower;
use crate::args;
use crate::diag::Diagnostics;
use crate::surroundings::SurroundingAttrs;

#[path = "../../../tests/tests/wrong_topologies/cases.rs"]
mod cases;

/// Returns the arguments of the attribute that describe a topology, if there are any: hosts must be
/// identifiers.
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
    keys.extend(topology.option_entries().map(option));
    Some(keys.join(", "))
}

fn identifier(name: &str) -> Option<&str> {
    let is_option = option_keys().any(|key| key.name == name);
    (parse_str::<Ident>(name).is_ok() && !is_option).then_some(name)
}

fn segment(segment: &Segment) -> Option<String> {
    let mut parts: Vec<String> = segment.ends().iter().map(end).collect::<Option<_>>()?;
    parts.extend(segment.option_entries().map(option));
    for (host, faults) in segment.from_entries() {
        let host = identifier(host)?.to_owned();
        let options = faults.option_entries().map(option);
        let items: Vec<String> = iter::once(host).chain(options).collect();
        parts.push(format!("from({})", items.join(", ")));
    }
    Some(format!("{}({})", segment.kind().key(), parts.join(", ")))
}

fn option((key, value): (&str, OptionValue<'_>)) -> String {
    match value {
        OptionValue::Text(text) => format!("{key} = {text:?}"),
        OptionValue::Texts(texts) => format!("{key} = {texts:?}"),
        OptionValue::Integer(number) => format!("{key} = {number}"),
        OptionValue::Integers(numbers) => format!("{key} = {numbers:?}"),
        OptionValue::Outage(outage) => {
            let options = outage.option_entries().map(|(key, text)| format!("{key} = {text:?}"));
            format!("{key}({})", options.collect::<Vec<_>>().join(", "))
        }
        OptionValue::Rules(rules) => {
            let rules: Vec<String> = rules.iter().map(ToString::to_string).collect();
            rules.join(", ")
        }
        OptionValue::Flag => key.to_owned(),
    }
}

fn end(end: &Endpoint) -> Option<String> {
    let host = identifier(end.host())?;
    Some(if end.addrs().is_empty() {
        host.to_owned()
    } else {
        format!("{host} = {:?}", end.addrs())
    })
}

/// Returns all messages of the attribute.
fn messages(attribute: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    let args = args::read(attribute.parse().expect("tokens"), &mut diagnostics);
    let input = parse_str("fn t() {}").expect("a function");
    match lower(&args, &input, &SurroundingAttrs::default(), diagnostics) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| error.to_string()).collect(),
    }
}

#[test]
fn the_attribute_reports_the_problems_of_the_builder() {
    let mut compared = 0;
    for (name, topology) in cases::all() {
        let Some(attribute) = written(&topology) else { continue };
        let mut expected: Vec<String> =
            Plan::new(&topology).expect_err(name).iter().map(ToString::to_string).collect();
        let mut found = messages(&attribute);
        // A test without hosts gets one.
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
