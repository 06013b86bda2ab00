//! From any self-describing format to a topology.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::describe::{Description, Entry, FILE, Text, Value, ValueKind, read_document};
use crate::topology::Topology;

impl<'de> Deserialize<'de> for Topology {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Entries(entries) = Entries::deserialize(deserializer)?;
        let mut description = Description::new(&FILE, ());
        read_document(&entries, |()| 0, &mut description);
        let messages = description.take_mistakes().into_iter().map(|((), message)| message);
        let messages: Vec<String> = messages.collect();
        if messages.is_empty() {
            Ok(description.into_topology())
        } else {
            Err(D::Error::custom(messages.join("; ")))
        }
    }
}

/// The entries of a map.
struct Entries(Vec<Entry<()>>);

struct EntriesVisitor;

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor).map(Self)
    }
}

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Vec<Entry<()>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a topology")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        entries(map)
    }
}

impl<'de> Deserialize<'de> for Value<()> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let kind = deserializer.deserialize_any(ValueVisitor)?;
        Ok(Self { kind, span: () })
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = ValueKind<()>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an integer, an array or a table")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(ValueKind::Text(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(ValueKind::Integer(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(ValueKind::Integer(number.to_string()))
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<Self::Value, E> {
        Ok(ValueKind::Boolean(boolean))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(ValueKind::Float(number.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(ValueKind::Other("null"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element()? {
            values.push(value);
        }
        Ok(ValueKind::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        entries(map).map(ValueKind::Table)
    }
}

fn entries<'de, A: MapAccess<'de>>(mut map: A) -> Result<Vec<Entry<()>>, A::Error> {
    let mut entries = Vec::new();
    while let Some((text, value)) = map.next_entry::<String, Value<()>>()? {
        entries.push(Entry { key: Text { text, span: () }, value: Some(value) });
    }
    Ok(entries)
}
