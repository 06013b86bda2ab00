//! One `[[lan]]` or `[[link]]`, as it was written.

use toml::de::{DeTable, DeValue};

use super::keys::{self, Key};
use super::mistakes::{Mistakes, Span};
use super::value::{self, Text, Value};
use super::words;
use crate::topology::{Endpoint, Lan, Link, Medium, Segment, SegmentKind};

pub(super) struct SegmentText {
    pub(super) kind: SegmentKind,
    pub(super) span: Span,
    pub(super) ends: Vec<EndText>,
    pub(super) subnets: Vec<Text>,
    pub(super) mtu: Option<(u32, Span)>,
    pub(super) name: Option<Text>,
    /// What could not be read may be a host or a subnet of it.
    pub(super) doubtful: bool,
    /// What could not be read may be a host of it.
    pub(super) open: bool,
}

pub(super) struct EndText {
    pub(super) host: Text,
    pub(super) addrs: Vec<Text>,
}

pub(super) fn read(
    kind: SegmentKind,
    key: Key,
    value: &Value,
    mistakes: &mut Mistakes,
) -> SegmentText {
    let mut segment = SegmentText {
        kind,
        span: value.span(),
        ends: Vec::new(),
        subnets: Vec::new(),
        mtu: None,
        name: None,
        doubtful: false,
        open: false,
    };
    if let DeValue::Table(table) = value.get_ref() {
        segment.read(table, mistakes);
    } else {
        value::wrong_kind(key, "a table", value, mistakes);
        segment.doubtful = true;
        segment.open = true;
    }
    segment
}

impl SegmentText {
    /// What it stands for; a link has an end too few or too many otherwise.
    pub(super) fn segment(&self) -> Option<Segment> {
        let texts = |texts: &[Text]| texts.iter().map(|text| text.text.clone()).collect();
        let medium = Medium {
            subnets: texts(&self.subnets),
            mtu: self.mtu.as_ref().map(|&(mtu, _)| mtu),
            name: self.name.as_ref().map(|name| name.text.clone()),
        };
        let end =
            |end: &EndText| Endpoint { host: end.host.text.clone(), addrs: texts(&end.addrs) };
        match (self.kind, &self.ends[..]) {
            (SegmentKind::Link, [a, b]) => {
                Some(Segment::Link(Link { ends: [end(a), end(b)], medium }))
            }
            (SegmentKind::Link, _) => None,
            (SegmentKind::Lan, ends) => {
                Some(Segment::Lan(Lan { ends: ends.iter().map(end).collect(), medium }))
            }
        }
    }

    fn read(&mut self, table: &DeTable, mistakes: &mut Mistakes) {
        let mut names_hosts = false;
        for (name, value) in value::entries(table) {
            if name.get_ref() == "routers" {
                mistakes.at(&name.span(), words::ROUTERS_IN_SEGMENT);
                continue;
            }
            let Some(key) = keys::find(&keys::SEGMENT, name.get_ref()) else {
                let of = format!("a {}", self.kind);
                let text = words::unknown_key(name.get_ref(), &of, &keys::SEGMENT);
                mistakes.at(&name.span(), text);
                self.doubtful = true;
                continue;
            };
            let before = mistakes.count();
            match key.name {
                "name" => self.name = value::text(key, value, mistakes),
                "mtu" => self.mtu = mtu(key, value, mistakes),
                "subnet" => {
                    self.subnets = value::texts(key, value, mistakes);
                    self.doubtful |= mistakes.count() > before;
                }
                "hosts" => {
                    names_hosts = true;
                    self.hosts(key, value, mistakes);
                    self.open |= mistakes.count() > before;
                }
                other => unreachable!("`{other}` is a key without a meaning"),
            }
        }
        // `hosts` may be what an unknown key was meant to be.
        self.open |= self.doubtful && !names_hosts;
        self.doubtful |= self.open;
    }

    fn hosts(&mut self, key: Key, value: &Value, mistakes: &mut Mistakes) {
        for one in value::each(value) {
            match one.get_ref() {
                DeValue::String(host) => {
                    self.ends
                        .push(EndText { host: Text::new(host, one.span()), addrs: Vec::new() });
                }
                DeValue::Table(hosts) => {
                    for (host, addrs) in value::entries(hosts) {
                        let host = Text::new(host.get_ref(), host.span());
                        let addrs = self::addrs(&host.text, addrs, mistakes);
                        self.ends.push(EndText { host, addrs });
                    }
                }
                _ => value::wrong_kind(key, "a string or a table", one, mistakes),
            }
        }
    }
}

fn addrs(host: &str, value: &Value, mistakes: &mut Mistakes) -> Vec<Text> {
    let mut addrs = Vec::new();
    for one in value::each(value) {
        match one.get_ref() {
            DeValue::String(addr) => addrs.push(Text::new(addr, one.span())),
            _ => mistakes.at(&one.span(), words::address_kind(host, value::kind(one))),
        }
    }
    addrs
}

fn mtu(key: Key, value: &Value, mistakes: &mut Mistakes) -> Option<(u32, Span)> {
    let DeValue::Integer(number) = value.get_ref() else {
        value::wrong_kind(key, "an integer", value, mistakes);
        return None;
    };
    let parsed = u32::from_str_radix(number.as_str(), number.radix());
    if parsed.is_err() {
        mistakes.at(&value.span(), words::mtu(&number.to_string()));
    }
    parsed.ok().map(|mtu| (mtu, value.span()))
}
