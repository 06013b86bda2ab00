//! One `link(..)`, as it was written.

use nsfixture_plan::did_you_mean;
use proc_macro2::Ident;
use syn::{LitInt, LitStr};

use super::value;
use crate::args::{Args, Given, Item, Value};
use crate::diag::{self, Mistakes};
use crate::keys::{self, Key};

#[derive(Default)]
pub(super) struct LinkSyntax<'a> {
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

pub(super) fn read<'a>(args: &'a Args, mistakes: &mut Mistakes) -> LinkSyntax<'a> {
    let mut link = LinkSyntax::default();
    let is_key = |item: &Item| keys::find(&keys::LINK, &item.name()).is_some();
    let has_two_ends = args.items.iter().filter(|item| !is_key(item)).count() == 2;
    for item in &args.items {
        let name = item.name();
        if let Some(key) = keys::find(&keys::LINK, &name) {
            link.set(key, item, mistakes);
        } else if is_misspelled_key(item, has_two_ends) {
            mistakes.at(&item.key, diag::unknown_key(&name, "link", &keys::LINK));
        } else {
            link.ends.push(end(item, name, mistakes));
        }
    }
    link
}

/// A key with a wrong letter looks like a host, one too many or one whose address is no address.
fn is_misspelled_key(item: &Item, has_two_ends: bool) -> bool {
    let fits = match &item.value {
        Value::Is(Given::Text(_) | Given::Array(..)) => has_two_ends,
        Value::Is(_) => false,
        Value::Bare | Value::List(_) => true,
    };
    !fits && did_you_mean(&item.name(), keys::names(&keys::LINK)).is_some()
}

impl<'a> LinkSyntax<'a> {
    fn set(&mut self, key: Key, item: &'a Item, mistakes: &mut Mistakes) {
        if !matches!(item.value, Value::Is(_)) {
            self.doubtful = true;
            mistakes.at(&item.key, diag::link_key_without_value(key));
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

fn mtu<'a>(key: Key, item: &'a Item, mistakes: &mut Mistakes) -> Option<(u32, &'a LitInt)> {
    let literal = value::number(key, item, mistakes)?;
    value::parse(key, literal, mistakes).map(|mtu| (mtu, literal))
}

fn end<'a>(item: &'a Item, name: String, mistakes: &mut Mistakes) -> EndSyntax<'a> {
    if keys::reserved(&name) {
        mistakes.at(&item.key, diag::reserved(&name));
    }
    let addrs = match &item.value {
        Value::Bare => Vec::new(),
        Value::Is(given) => addrs(&name, given, mistakes),
        Value::List(_) => {
            mistakes.at(&item.key, diag::host_list(&name));
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
