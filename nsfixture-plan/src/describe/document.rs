//! A whole description: the keys and values of a file.

use std::collections::VecDeque;

use super::description::Description;
use super::fault::FaultSource;
use super::segment::SegmentSource;
use super::value::{Entry, Value, ValueKind};
use super::{keys, messages, schedule_words};
use crate::key::Key;
use crate::topology::SegmentKind;

/// Reads the entries of a document. Links and LANs have the order of their places, unless there is
/// a key `order`.
pub(crate) fn read<S: Clone>(
    entries: &[Entry<S>],
    place: impl Fn(&S) -> usize,
    description: &mut Description<S>,
) {
    let mut order = None;
    let mut faults = Vec::new();
    let mut segments: Vec<SegmentSource<S>> = Vec::new();
    let mut seen = Vec::new();
    for Entry { key: name, value } in entries {
        let (Some(key), Some(value)) = (Key::find(&keys::DOCUMENT, &name.text), value) else {
            let known: Vec<&str> = Key::names(&keys::DOCUMENT).collect();
            let unknown = || messages::unknown_key(&name.text, "in a topology", &known);
            let message = match messages::option_outside(&name.text) {
                Some(message) => message,
                None if schedule_words::is_schedule(&name.text) => {
                    messages::schedule_as(&name.text)
                }
                None => unknown(),
            };
            description.mistake(name.span.clone(), message);
            description.mark_incomplete();
            continue;
        };
        if seen.contains(&key.name) {
            description.mistake(name.span.clone(), messages::duplicate_key(key.name));
            continue;
        }
        seen.push(key.name);
        match key.name {
            "hosts" => {
                let (hosts, whole) = description.texts(key, value);
                for host in hosts {
                    description.host(host);
                }
                if !whole {
                    description.mark_incomplete();
                }
            }
            "routers" => {
                let (routers, _) = description.texts(key, value);
                for router in routers {
                    description.router(router);
                }
            }
            "family" => {
                if let Some(family) = value.as_text() {
                    description.family(family);
                } else {
                    let message = messages::wrong_kind(key, "a string", value.describe());
                    description.mistake(value.span.clone(), message);
                }
            }
            "faults" => description.faults(value),
            "seed" => description.seed(value),
            "order" => order = Some((key, value)),
            "lan" => segments.extend(segments_of(SegmentKind::Lan, key, value, description)),
            "link" => segments.extend(segments_of(SegmentKind::Link, key, value, description)),
            "fault" => faults = tables(key, value, description),
            other => unreachable!("the key `{other}` has no meaning"),
        }
    }
    segments.sort_by_key(|segment| place(&segment.span));
    if let Some((key, value)) = order {
        segments = ordered(key, value, segments, description);
    }
    for segment in &segments {
        description.segment(segment);
    }
    for Table { span, entries, incomplete } in faults {
        description.fault(&FaultSource { span, entries, incomplete });
    }
}

/// One table of an array of tables.
struct Table<S> {
    span: S,
    entries: Vec<Entry<S>>,
    incomplete: bool,
}

/// Reads every `[[lan]]`, or every `[[link]]`.
fn segments_of<S: Clone>(
    kind: SegmentKind,
    key: Key,
    value: &Value<S>,
    description: &mut Description<S>,
) -> impl Iterator<Item = SegmentSource<S>> {
    let tables = tables(key, value, description).into_iter();
    tables.map(move |Table { span, entries, incomplete }| SegmentSource {
        kind,
        span,
        entries,
        incomplete,
    })
}

/// Reads every table of an array of tables.
fn tables<S: Clone>(key: Key, value: &Value<S>, description: &mut Description<S>) -> Vec<Table<S>> {
    if let ValueKind::Table(_) = value.kind {
        // The entries of a `[lan]` are read nevertheless.
        let message = messages::wrong_kind(key, "an array of tables", value.describe());
        description.mistake(value.span.clone(), message);
    }
    let table = |item: &Value<S>| {
        let (entries, incomplete) = if let ValueKind::Table(entries) = &item.kind {
            (entries.clone(), false)
        } else {
            let message = messages::wrong_kind(key, "a table", item.describe());
            description.mistake(item.span.clone(), message);
            (Vec::new(), true)
        };
        Table { span: item.span.clone(), entries, incomplete }
    };
    value.items().iter().map(table).collect()
}

/// Returns the links and LANs in the order that the key `order` lists, each kind in its own order.
fn ordered<S: Clone>(
    key: Key,
    value: &Value<S>,
    segments: Vec<SegmentSource<S>>,
    description: &mut Description<S>,
) -> Vec<SegmentSource<S>> {
    let (words, mut whole) = description.texts(key, value);
    let mut kinds = Vec::new();
    for word in words {
        let kind = [SegmentKind::Lan, SegmentKind::Link].into_iter().find(|k| k.key() == word.text);
        if kind.is_none() {
            description.mistake(word.span, messages::unknown_order(&word.text));
            whole = false;
        }
        kinds.extend(kind);
    }
    for kind in [SegmentKind::Lan, SegmentKind::Link] {
        let listed = kinds.iter().filter(|listed| **listed == kind).count();
        let found = segments.iter().filter(|segment| segment.kind == kind).count();
        if whole && listed != found {
            let message = messages::order_mismatch(kind, listed, found);
            description.mistake(value.span.clone(), message);
            whole = false;
        }
    }
    if !whole {
        return segments;
    }
    let (mut lans, mut links): (VecDeque<_>, VecDeque<_>) =
        segments.into_iter().partition(|segment| segment.kind == SegmentKind::Lan);
    let next = |kind| match kind {
        SegmentKind::Lan => lans.pop_front(),
        SegmentKind::Link => links.pop_front(),
    };
    kinds.into_iter().filter_map(next).collect()
}
