//! One `link(..)` or `lan(..)`, as it was written.

use nsfixture_plan::addr::{AddrError, IfAddr};
use nsfixture_plan::{SegmentKind, did_you_mean};
use proc_macro2::Ident;
use syn::{LitInt, LitStr};

use super::value;
use crate::args::{Args, Given, Item, Value};
use crate::diag::{self, Mistakes};
use crate::keys::{self, Key};
use crate::model::{Endpoint, Medium};

pub(super) struct SegmentSyntax<'a> {
    kind: SegmentKind,
    pub(super) ends: Vec<EndSyntax<'a>>,
    pub(super) subnets: Vec<&'a LitStr>,
    pub(super) mtu: Option<(u32, &'a LitInt)>,
    pub(super) name: Option<&'a LitStr>,
    /// A word that was meant for an end, or for a key, was neither.
    pub(super) doubtful: bool,
    seen: Vec<&'static str>,
}

pub(super) struct EndSyntax<'a> {
    pub(super) host: &'a Ident,
    pub(super) name: String,
    pub(super) addrs: Vec<&'a LitStr>,
}

pub(super) fn read<'a>(
    kind: SegmentKind,
    args: &'a Args,
    mistakes: &mut Mistakes,
) -> SegmentSyntax<'a> {
    let mut segment = SegmentSyntax::new(kind);
    for item in &args.items {
        let name = item.name();
        if let Some(key) = keys::find(&keys::SEGMENT, &name) {
            segment.set(key, item, mistakes);
        } else if is_misspelled_key(item) {
            mistakes.at(&item.key, diag::unknown_key(&name, kind, &keys::SEGMENT));
        } else {
            segment.ends.push(end(kind, item, name, mistakes));
        }
    }
    segment
}

/// A key with a wrong letter looks like a host whose address is none.
fn is_misspelled_key(item: &Item) -> bool {
    let fits = match &item.value {
        Value::Is(given @ (Given::Text(_) | Given::Array(..))) => {
            value::each(given).iter().all(may_be_addr)
        }
        Value::Is(_) => false,
        Value::Bare | Value::List(_) => true,
    };
    !fits && did_you_mean(&item.name(), keys::names(&keys::SEGMENT)).is_some()
}

/// Whether it is an address, if not a right one; what is no text is no key's value either.
fn may_be_addr(given: &Given) -> bool {
    let Given::Text(text) = given else { return true };
    !matches!(text.value().parse::<IfAddr>(), Err(AddrError::Address | AddrError::Network(_)))
}

impl<'a> SegmentSyntax<'a> {
    fn new(kind: SegmentKind) -> Self {
        let (ends, subnets, seen) = (Vec::new(), Vec::new(), Vec::new());
        Self { kind, ends, subnets, mtu: None, name: None, doubtful: false, seen }
    }

    pub(super) fn hosts(&self) -> Vec<String> {
        self.ends.iter().map(|end| end.name.clone()).collect()
    }

    pub(super) fn medium(&self) -> Medium {
        Medium {
            subnets: self.subnets.iter().map(|subnet| subnet.value()).collect(),
            mtu: self.mtu.map(|(mtu, _)| mtu),
            name: self.name.map(LitStr::value),
        }
    }

    fn set(&mut self, key: Key, item: &'a Item, mistakes: &mut Mistakes) {
        if !matches!(item.value, Value::Is(_)) {
            self.doubtful = true;
            mistakes.at(&item.key, diag::segment_key_without_value(self.kind, key));
            return;
        }
        if self.seen.contains(&key.name) {
            mistakes.at(&item.key, diag::key_twice(key.name));
            return;
        }
        self.seen.push(key.name);
        match key.name {
            "mtu" => self.mtu = mtu(key, item, mistakes),
            "name" => self.name = value::text(key, item, mistakes),
            "subnet" => self.subnets = value::texts(key, item, mistakes),
            other => unreachable!("`{other}` is a key without a meaning"),
        }
    }
}

impl EndSyntax<'_> {
    pub(super) fn model(&self) -> Endpoint {
        Endpoint {
            host: self.name.clone(),
            addrs: self.addrs.iter().map(|addr| addr.value()).collect(),
        }
    }
}

fn mtu<'a>(key: Key, item: &'a Item, mistakes: &mut Mistakes) -> Option<(u32, &'a LitInt)> {
    let literal = value::number(key, item, mistakes)?;
    value::parse(key, literal, mistakes).map(|mtu| (mtu, literal))
}

fn end<'a>(
    of: SegmentKind,
    item: &'a Item,
    name: String,
    mistakes: &mut Mistakes,
) -> EndSyntax<'a> {
    if keys::reserved(&name) {
        mistakes.at(&item.key, diag::reserved(&name));
    }
    let addrs = match &item.value {
        Value::Bare => Vec::new(),
        Value::Is(given) => addrs(&name, given, mistakes),
        Value::List(_) => {
            mistakes.at(&item.key, diag::host_list(of, &name));
            Vec::new()
        }
    };
    EndSyntax { host: &item.key, name, addrs }
}

fn addrs<'a>(host: &str, given: &'a Given, mistakes: &mut Mistakes) -> Vec<&'a LitStr> {
    let mut addrs = Vec::new();
    for one in value::each(given) {
        match one {
            Given::Text(text) => addrs.push(text),
            other => mistakes.at(other, diag::address_kind(host, other.kind())),
        }
    }
    addrs
}
