//! One link or LAN: from its entries to hosts with addresses, and options.

use super::dialect::Dialect;
use super::from::FromReader;
use super::guess::{is_misspelled_option, is_record};
use super::keys::{self, option_keys};
use super::spans::{self, EndpointSpans, SegmentSpans};
use super::value::{Entry, Text, Value, ValueKind};
use super::{messages, options};
use crate::key::Key;
use crate::topology::{
    Endpoint, FAULTS, FROM, Field, Lan, Link, OPTIONS, OptionRow, Segment, SegmentKind,
    SegmentOptions,
};

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
            spans: SegmentSpans {
                segment,
                ends: Vec::new(),
                options: Vec::new(),
                from: Vec::new(),
            },
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
        if let Some(option) = OptionRow::find(OPTIONS, &key.text) {
            if let Some(value) = self.value(option.key, option.is_repeatable(), entry) {
                let before = self.mistakes.len();
                let spans =
                    options::read(option, self.dialect, value, &mut self.options, self.mistakes);
                let is_whole = self.mistakes.len() == before;
                self.incomplete |= !is_whole && matches!(option.field, Field::Texts(_));
                self.spans.options.push((option.key.name, spans));
            }
            return;
        }
        if let Some(fault) = OptionRow::find(FAULTS, &key.text) {
            if let Some(value) = self.value(fault.key, fault.is_repeatable(), entry) {
                let before = self.mistakes.len();
                let faults = &mut self.options.faults;
                let spans = options::read(fault, self.dialect, value, faults, self.mistakes);
                // Others may have no effect without it.
                self.incomplete |= self.mistakes.len() > before;
                spans::add(&mut self.spans.options, fault.key.name, spans);
            }
            return;
        }
        if key.text == FROM.name {
            return self.from(entry);
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

    /// Returns the value of an option, if it is the first one or can be repeated.
    fn value<'e>(
        &mut self,
        key: Key,
        is_repeatable: bool,
        entry: &'e Entry<S>,
    ) -> Option<&'e Value<S>> {
        if !is_repeatable && self.spans.options.iter().any(|(seen, _)| *seen == key.name) {
            self.mistake(&entry.key.span, messages::duplicate_key(key.name));
            return None;
        }
        match &entry.value {
            None if options::is_flag(key.name) => {
                self.options.can_fail = true;
                self.spans.options.push((key.name, vec![entry.key.span.clone()]));
                None
            }
            None | Some(Value { kind: ValueKind::List, .. }) => {
                self.incomplete = true;
                let message = messages::option_without_value(self.kind, self.dialect.key(key));
                self.mistake(&entry.key.span, message);
                None
            }
            value => value.as_ref(),
        }
    }

    /// Reads the faults of packets from hosts.
    fn from(&mut self, entry: &Entry<S>) {
        let Some(value) = &entry.value else {
            self.incomplete = true;
            let message = messages::option_without_value(self.kind, FROM);
            return self.mistake(&entry.key.span, message);
        };
        let ValueKind::Table(hosts) = &value.kind else {
            self.incomplete = true;
            let message = messages::from_form(self.dialect, value.describe());
            return self.mistake(&value.span, message);
        };
        for host in hosts {
            let before = self.mistakes.len();
            let (host, faults, spans) =
                FromReader::read(self.kind, self.dialect, host, self.mistakes);
            let is_whole = self.mistakes.len() == before;
            self.incomplete |= !is_whole;
            // Without the options that could not be read, there may be none.
            if is_whole || !faults.is_empty() {
                self.options.from.0.push((host, faults));
                self.spans.from.push(spans);
            }
        }
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
