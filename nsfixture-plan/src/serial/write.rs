//! From a topology to any format.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::topology::{Endpoint, Faults, OptionValue, Rule, Segment, SegmentKind, Topology};

impl Serialize for Topology {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let hosts = self.leading_hosts();
        if !hosts.is_empty() {
            map.serialize_entry("hosts", hosts)?;
        }
        if !self.routers.is_empty() {
            map.serialize_entry("routers", &self.routers)?;
        }
        for (key, value) in self.option_entries() {
            serialize_option(&mut map, key, value)?;
        }
        let kinds: Vec<SegmentKind> = self.segments.iter().map(Segment::kind).collect();
        // Without the key `order`, LANs come first: even a map that sorts its keys keeps that.
        if !kinds.is_sorted_by_key(|&kind| kind == SegmentKind::Link) {
            let order: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
            map.serialize_entry("order", &order)?;
        }
        for kind in [SegmentKind::Lan, SegmentKind::Link] {
            let of_kind = self.segments.iter().filter(|segment| segment.kind() == kind);
            let segments: Vec<SegmentMap<'_>> = of_kind.map(SegmentMap).collect();
            if !segments.is_empty() {
                map.serialize_entry(kind.key(), &segments)?;
            }
        }
        map.end()
    }
}

/// A link or a LAN as a map.
struct SegmentMap<'t>(&'t Segment);

impl Serialize for SegmentMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.0.options().entries() {
            serialize_option(&mut map, key, value)?;
        }
        // An array keeps the order of hosts also where maps do not.
        let hosts: Vec<Host<'_>> = self.0.ends().iter().map(Host).collect();
        map.serialize_entry("hosts", &hosts)?;
        if self.0.from_entries().len() > 0 {
            map.serialize_entry("from", &FromMap(self.0))?;
        }
        map.end()
    }
}

/// The faults of packets from certain hosts as a map.
struct FromMap<'t>(&'t Segment);

impl Serialize for FromMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_map(self.0.from_entries().map(|(host, faults)| (host, FaultsMap(faults))))
    }
}

struct FaultsMap<'t>(&'t Faults);

impl Serialize for FaultsMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.0.option_entries() {
            serialize_option(&mut map, key, value)?;
        }
        map.end()
    }
}

struct RuleMap<'t>(&'t Rule);

impl Serialize for RuleMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.0.option_entries() {
            serialize_option(&mut map, key, value)?;
        }
        map.end()
    }
}

fn serialize_option<M: SerializeMap>(
    map: &mut M,
    key: &str,
    value: OptionValue<'_>,
) -> Result<(), M::Error> {
    match value {
        OptionValue::Text(text) => map.serialize_entry(key, text),
        OptionValue::Integer(number) => map.serialize_entry(key, &number),
        OptionValue::Integers(numbers) => map.serialize_entry(key, numbers),
        OptionValue::Outage(outage) => {
            map.serialize_entry(key, &outage.option_entries().collect::<BTreeMap<_, _>>())
        }
        OptionValue::Rules(rules) => {
            let rules: Vec<RuleMap<'_>> = rules.iter().map(RuleMap).collect();
            map.serialize_entry(key, &rules)
        }
        OptionValue::Flag => map.serialize_entry(key, &true),
        OptionValue::Texts(texts) => map.serialize_entry(key, &OneOrMore(texts)),
    }
}

/// A host: a string, or a map with its addresses.
struct Host<'t>(&'t Endpoint);

impl Serialize for Host<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(end) = self;
        if end.addrs().is_empty() {
            return serializer.serialize_str(end.host());
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(end.host(), &OneOrMore(end.addrs()))?;
        map.end()
    }
}

/// A string, or an array of several.
struct OneOrMore<'t>(&'t [String]);

impl Serialize for OneOrMore<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [only] => serializer.serialize_str(only),
            several => several.serialize(serializer),
        }
    }
}
