//! The network of a test: its hosts, what joins them, and where each was written; or what
//! describes it all at once.

use nsfixture_plan::{Location, Plan, SegmentKind};
use proc_macro2::Span;

use super::file;
use super::segment::{self, EndSyntax, SegmentSyntax};
use super::spans::Spans;
use super::topology::topology;
use super::value;
use crate::args::{self, Args, Item, Value};
use crate::diag::{self, Mistakes};
use crate::keys::{self, Key};
use crate::model::{Network, Part};

#[derive(Default)]
pub(super) struct Wiring {
    parts: Vec<Part>,
    spans: Spans,
    /// Every host that was named, by a mistaken link too.
    known: Vec<String>,
    /// There may be hosts that could not be read.
    open: bool,
    /// What describes it all at once.
    whole: Option<Network>,
    /// The first key that describes something of the network.
    first_key: Option<&'static str>,
    /// That was one that describes all of it.
    has_whole: bool,
}

impl Wiring {
    /// Whether nobody meant to name a host.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty() && !self.open
    }

    /// From now on no host is unknown: what would have named it could not be read.
    pub(super) fn leave_open(&mut self) {
        self.open = true;
    }

    pub(super) fn has(&self, host: &str) -> bool {
        self.known.iter().any(|known| known == host)
    }

    /// The one named first, if it is known.
    pub(super) fn first_host(&self) -> Option<String> {
        self.known.first().cloned()
    }

    /// Reports a host that is not there.
    pub(super) fn expect(&self, host: &str, at: Span, mistakes: &mut Mistakes) {
        if !self.open && !self.has(host) {
            mistakes.at_span(at, diag::unknown_host(host, &self.known));
        }
    }

    pub(super) fn host(&mut self, name: String, span: Span) {
        self.know(&name);
        self.spans.add_host(name.clone(), span);
        self.parts.push(Part::Host(name));
    }

    /// Takes a key that describes something of the network.
    pub(super) fn add(&mut self, key: Key, item: &Item, mistakes: &mut Mistakes) {
        if let Some(why) = self.beside(key) {
            self.leave_open();
            mistakes.at(&item.key, why);
            return;
        }
        match key.name {
            "link" => self.link(key, item, mistakes),
            "lan" => self.lan(key, item, mistakes),
            "router" => self.routers(key, item, mistakes),
            "host" => self.hosts(key, item, mistakes),
            "topology" => self.expression(key, item, mistakes),
            "file" => self.file(key, item, mistakes),
            other => unreachable!("`{other}` is a key without a meaning"),
        }
    }

    /// Has the code that the library will run check it all.
    pub(super) fn check(&self, mistakes: &mut Mistakes) {
        if self.parts.is_empty() {
            return;
        }
        let Err(problems) = Plan::new(&topology(&self.parts)) else { return };
        for problem in &problems {
            if matches!(problem.at(), Location::Router(nth) if self.may_be_host(nth)) {
                continue;
            }
            if let Some(span) = self.spans.of(problem.at()) {
                mistakes.at_span(span, problem);
            }
        }
    }

    pub(super) fn into_network(self) -> Network {
        self.whole.unwrap_or(Network::Parts(self.parts))
    }

    /// Why a key cannot stand beside the first one: one of the two describes the whole network.
    fn beside(&mut self, key: Key) -> Option<String> {
        let first = *self.first_key.get_or_insert(key.name);
        if first == key.name {
            let is_second = std::mem::replace(&mut self.has_whole, keys::WHOLE.contains(&first));
            return is_second.then(|| diag::key_twice(key.name));
        }
        let whole = [first, key.name].into_iter().find(|name| keys::WHOLE.contains(name))?;
        Some(diag::beside(key.name, first, whole))
    }

    fn link(&mut self, key: Key, item: &Item, mistakes: &mut Mistakes) {
        let Some(args) = self.list(key, item, mistakes) else { return };
        let link = segment::read(SegmentKind::Link, &args, mistakes);
        self.know_ends(&link);
        match &link.ends[..] {
            [a, b] => {
                let part = Part::Link([a.model(), b.model()], link.medium());
                self.add_segment(item, &link, part);
            }
            // An end may be among what could not be read.
            _ if !args.whole || link.doubtful => {}
            _ => {
                self.open |= link.ends.is_empty();
                mistakes.at(&item.key, diag::not_two_ends(&link.hosts()));
            }
        }
    }

    fn lan(&mut self, key: Key, item: &Item, mistakes: &mut Mistakes) {
        let Some(args) = self.list(key, item, mistakes) else { return };
        let lan = segment::read(SegmentKind::Lan, &args, mistakes);
        self.know_ends(&lan);
        // A host may be among what could not be read.
        if args.whole && !lan.doubtful {
            self.open |= lan.ends.is_empty();
            let ends = lan.ends.iter().map(EndSyntax::model).collect();
            self.add_segment(item, &lan, Part::Lan(ends, lan.medium()));
        }
    }

    fn hosts(&mut self, key: Key, item: &Item, mistakes: &mut Mistakes) {
        let Some(args) = self.list(key, item, mistakes) else { return };
        if args.items.is_empty() && args.whole {
            self.leave_open();
            mistakes.at(&item.key, diag::NO_HOST);
        }
        for host in &args.items {
            let name = host.name();
            if keys::reserved(&name) {
                mistakes.at(&host.key, diag::reserved(&name));
            } else if !matches!(host.value, Value::Bare) {
                mistakes.at(&host.key, diag::host_with_value(&name));
            }
            self.host(name, host.key.span());
        }
    }

    /// Names no hosts: a router is one that is named elsewhere.
    fn routers(&mut self, key: Key, item: &Item, mistakes: &mut Mistakes) {
        let Some(args) = list(key, item, mistakes) else { return };
        if args.items.is_empty() && args.whole {
            mistakes.at(&item.key, diag::NO_ROUTER);
        }
        for router in &args.items {
            let name = router.name();
            if keys::reserved(&name) {
                mistakes.at(&router.key, diag::reserved(&name));
                continue;
            }
            if !matches!(router.value, Value::Bare) {
                mistakes.at(&router.key, diag::router_with_value(&name));
            }
            self.spans.add_router(name.clone(), router.key.span());
            self.parts.push(Part::Router(name));
        }
    }

    fn expression(&mut self, key: Key, item: &Item, mistakes: &mut Mistakes) {
        self.leave_open();
        self.whole = value::expression(key, item, mistakes).map(Network::Expression);
    }

    fn file(&mut self, key: Key, item: &Item, mistakes: &mut Mistakes) {
        let Some(path) = value::text(key, item, mistakes) else { return self.leave_open() };
        match file::topology(&path.value()) {
            Ok(topology) => {
                topology.hosts().for_each(|host| self.know(host));
                self.whole = Some(Network::File(path.clone()));
            }
            Err(errors) => {
                self.leave_open();
                for error in errors {
                    mistakes.at(path, error);
                }
            }
        }
    }

    /// What the list of a key that names hosts holds.
    fn list(&mut self, key: Key, item: &Item, mistakes: &mut Mistakes) -> Option<Args> {
        let args = list(key, item, mistakes);
        self.open |= !args.as_ref().is_some_and(|args| args.whole);
        args
    }

    fn know(&mut self, host: &str) {
        if !self.has(host) {
            self.known.push(host.to_owned());
        }
    }

    fn know_ends(&mut self, segment: &SegmentSyntax) {
        for end in &segment.ends {
            self.know(&end.name);
        }
    }

    fn add_segment(&mut self, item: &Item, segment: &SegmentSyntax, part: Part) {
        self.spans.add_segment(item.key.span(), segment);
        self.parts.push(part);
    }

    /// Whether a router that is no host of the parts may be one of what is mistaken.
    fn may_be_host(&self, router: usize) -> bool {
        let name = self.spans.router(router);
        !self.spans.has_host(name) && (self.open || self.has(name))
    }
}

fn list(key: Key, item: &Item, mistakes: &mut Mistakes) -> Option<Args> {
    if let Value::List(tokens) = &item.value {
        return Some(args::read(tokens.clone(), mistakes));
    }
    mistakes.at(&item.key, diag::form(key));
    None
}
