//! One link or LAN: from its entries to hosts with addresses, and options.

use super::dialect::Dialect;
use super::spans::{EndpointSpans, SegmentSpans};
use super::texts::texts;
use super::value::{Entry, Text, Value, ValueKind};
use super::{keys, messages};
use crate::addr::{AddrError, IfAddr};
use crate::key::Key;
use crate::suggest::did_you_mean;
use crate::topology::{
    Endpoint, Field, Lan, Link, OPTIONS, Segment, SegmentKind, SegmentOption, SegmentOptions,
};

/// Returns the keys of all options.
pub fn option_keys() -> impl Iterator<Item = Key> {
    OPTIONS.iter().map(|option| option.key)
}

/// A link or a LAN as it was written.
#[derive(Debug)]
pub struct SegmentSource<S> {
    /// The kind.
    pub kind: SegmentKind,
    /// The place.
    pub span: S,
    /// The hosts and options.
    pub entries: Vec<Entry<S>>,
    /// True if there were entries that could not be read.
    pub incomplete: bool,
}

/// A link or a LAN as far as its entries make sense.
pub(super) struct SegmentReader<'m, S> {
    kind: SegmentKind,
    dialect: &'static Dialect,
    mistakes: &'m mut Vec<(S, String)>,
    pub(super) ends: Vec<Endpoint>,
    options: SegmentOptions,
    /// The key of the hosts was there.
    has_hosts: bool,
    pub(super) spans: SegmentSpans<S>,
    /// Entries that could not be read may be hosts of the segment.
    pub(super) hosts_incomplete: bool,
    /// Entries that could not be read may be hosts, addresses or subnets of the segment.
    pub(super) incomplete: bool,
}

impl<'m, S: Clone> SegmentReader<'m, S> {
    pub(super) fn read(
        source: &SegmentSource<S>,
        dialect: &'static Dialect,
        mistakes: &'m mut Vec<(S, String)>,
    ) -> Self {
        let segment = source.span.clone();
        let mut reader = Self {
            kind: source.kind,
            dialect,
            mistakes,
            ends: Vec::new(),
            options: SegmentOptions::default(),
            has_hosts: false,
            spans: SegmentSpans { segment, ends: Vec::new(), options: Vec::new() },
            hosts_incomplete: source.incomplete,
            incomplete: source.incomplete,
        };
        for entry in &source.entries {
            reader.entry(entry);
        }
        if dialect.hosts.is_some() {
            // `hosts` may be what an unknown key was meant to be.
            reader.hosts_incomplete |= reader.incomplete && !reader.has_hosts;
        }
        reader.incomplete |= reader.hosts_incomplete;
        reader
    }

    /// Returns what was read with its places, unless it is a link that does not have two ends.
    pub(super) fn finish(self) -> Option<(Segment, SegmentSpans<S>)> {
        let Self { kind, ends, options, spans, .. } = self;
        let segment = match kind {
            SegmentKind::Link => {
                Segment::Link(Link { ends: <[Endpoint; 2]>::try_from(ends).ok()?, options })
            }
            SegmentKind::Lan => Segment::Lan(Lan { ends, options }),
        };
        Some((segment, spans))
    }

    fn entry(&mut self, entry: &Entry<S>) {
        let key = &entry.key;
        if let Some(option) = SegmentOption::find(&key.text) {
            return self.option(option, entry);
        }
        match (self.dialect.hosts, &entry.value) {
            (Some(hosts), _) if hosts.name == key.text && self.has_hosts => {
                self.mistake(&key.span, messages::duplicate_key(hosts.name));
            }
            (Some(hosts), Some(value)) if hosts.name == key.text => {
                self.has_hosts = true;
                self.hosts(hosts, value);
            }
            (None, _) if !is_misspelled_option(entry) => self.end(entry),
            _ => self.unknown_key(key),
        }
    }

    fn option(&mut self, option: &'static SegmentOption, entry: &Entry<S>) {
        let key = option.key;
        let value = match &entry.value {
            None | Some(Value { kind: ValueKind::List, .. }) => {
                self.incomplete = true;
                let message = messages::option_without_value(self.kind, key);
                return self.mistake(&entry.key.span, message);
            }
            Some(value) => value,
        };
        if self.spans.options.iter().any(|(seen, _)| *seen == key.name) {
            return self.mistake(&entry.key.span, messages::duplicate_key(key.name));
        }
        let spans = match &option.field {
            Field::Text(field) => {
                let text = self.text(key, value);
                let span = text.as_ref().map(|text| text.span.clone());
                *(field.get_mut)(&mut self.options) = text.map(|text| text.text);
                Vec::from_iter(span)
            }
            Field::Integer(field, out_of_range) => {
                let number = self.integer(key, value, *out_of_range);
                *(field.get_mut)(&mut self.options) = number;
                vec![value.span.clone()]
            }
            Field::Texts(field) => {
                let before = self.mistakes.len();
                let texts = texts(key, value, self.mistakes);
                self.incomplete |= self.mistakes.len() > before;
                let (texts, spans) = texts.into_iter().map(|text| (text.text, text.span)).unzip();
                *(field.get_mut)(&mut self.options) = texts;
                spans
            }
        };
        self.spans.options.push((key.name, spans));
    }

    fn text(&mut self, key: Key, value: &Value<S>) -> Option<Text<S>> {
        let text = value.as_text();
        if text.is_none() {
            let message = messages::wrong_kind(key, "a string", value.describe());
            self.mistake(&value.span, message);
        }
        text
    }

    fn integer(
        &mut self,
        key: Key,
        value: &Value<S>,
        out_of_range: fn(&dyn std::fmt::Display) -> String,
    ) -> Option<u32> {
        let ValueKind::Integer(digits) = &value.kind else {
            let message = messages::wrong_kind(key, "an integer", value.describe());
            self.mistake(&value.span, message);
            return None;
        };
        let number = digits.parse().ok();
        if number.is_none() {
            self.mistake(&value.span, out_of_range(digits));
        }
        number
    }

    /// Reads hosts that are strings, or keys of tables with their addresses.
    fn hosts(&mut self, key: Key, value: &Value<S>) {
        for item in value.items() {
            match &item.kind {
                ValueKind::Text(host) => {
                    self.push(Text { text: host.clone(), span: item.span.clone() }, None);
                }
                ValueKind::Table(entries) if is_record(entries) => {
                    self.hosts_incomplete = true;
                    self.mistake(&item.span, messages::host_as_record(entries));
                }
                ValueKind::Table(entries) => {
                    for entry in entries {
                        self.push(entry.key.clone(), entry.value.as_ref());
                    }
                }
                _ => {
                    self.hosts_incomplete = true;
                    let message = messages::wrong_kind(key, "a string or a table", item.describe());
                    self.mistake(&item.span, message);
                }
            }
        }
    }

    /// Reads a host among the options.
    fn end(&mut self, entry: &Entry<S>) {
        match &entry.value {
            Some(Value { kind: ValueKind::List, .. }) => {
                self.mistake(&entry.key.span, messages::host_form(self.kind, &entry.key.text));
                self.push(entry.key.clone(), None);
            }
            value => self.push(entry.key.clone(), value.as_ref()),
        }
    }

    fn push(&mut self, host: Text<S>, addrs: Option<&Value<S>>) {
        let (mut end, mut spans) = (Endpoint::new(&host.text), Vec::new());
        for item in addrs.map(Value::items).unwrap_or_default() {
            if let Some(addr) = item.as_text() {
                end = end.addr(addr.text);
                spans.push(addr.span);
            } else {
                self.incomplete = true;
                let message = messages::address_kind(&host.text, item.describe());
                self.mistake(&item.span, message);
            }
        }
        self.ends.push(end);
        self.spans.ends.push(EndpointSpans { host: host.span, addrs: spans });
    }

    fn unknown_key(&mut self, key: &Text<S>) {
        if self.dialect.hosts.is_some() && keys::BEFORE_SEGMENTS.contains(&key.text.as_str()) {
            return self.mistake(&key.span, messages::misplaced_key(&key.text));
        }
        self.incomplete = true;
        let parent = format!("in a {}", self.kind);
        let hosts = self.dialect.hosts.iter().map(|key| key.name);
        let options = option_keys().map(|key| key.name);
        let known: Vec<&str> = options.chain(hosts).collect();
        self.mistake(&key.span, messages::unknown_key(&key.text, &parent, &known));
    }

    fn mistake(&mut self, span: &S, message: String) {
        self.mistakes.push((span.clone(), message));
    }
}

/// Returns true for a table that has a host's name as a value, such as `{ name = "a", addrs = [..] }`.
fn is_record<S>(entries: &[Entry<S>]) -> bool {
    entries.iter().any(|entry| {
        ["name", "host"].contains(&entry.key.text.as_str())
            && matches!(&entry.value, Some(value) if !may_be_addr(value))
    })
}

/// Returns true if a host among the options is more likely an option with a wrong letter: its value
/// is no address.
fn is_misspelled_option<S>(entry: &Entry<S>) -> bool {
    let may_be_host = match &entry.value {
        None => true,
        Some(value) => match &value.kind {
            ValueKind::List => true,
            ValueKind::Text(_) | ValueKind::Array(_) => value.items().iter().all(may_be_addr),
            _ => false,
        },
    };
    !may_be_host && did_you_mean(&entry.key.text, option_keys().map(|key| key.name)).is_some()
}

/// Returns true for addresses, invalid ones included. Values that are no strings are no option's
/// either.
fn may_be_addr<S>(value: &Value<S>) -> bool {
    let ValueKind::Text(text) = &value.kind else { return true };
    !matches!(text.parse::<IfAddr>(), Err(AddrError::Address | AddrError::Network(_)))
}
