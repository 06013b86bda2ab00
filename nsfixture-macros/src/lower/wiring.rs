//! The hosts and links of a test, and where each was written.

use nsfixture_plan::{Element, Plan};
use proc_macro2::Span;
use syn::spanned::Spanned;

use super::link::{self, EndSyntax, LinkSyntax};
use super::topology::topology;
use crate::args::{self, Args, Item, Value};
use crate::diag::{self, Mistakes};
use crate::keys;
use crate::model::{End, Link, Part};

#[derive(Default)]
pub(super) struct Wiring {
    parts: Vec<Part>,
    /// The hosts of `parts`, in the order in which a topology lists them.
    host_spans: Vec<(String, Span)>,
    /// Those of the links in `parts`.
    link_spans: Vec<LinkSpans>,
    /// Every host that was named, by a mistaken link too.
    known: Vec<String>,
    /// There may be hosts that could not be read.
    open: bool,
}

struct LinkSpans {
    link: Span,
    ends: [EndSpans; 2],
    subnets: Vec<Span>,
    mtu: Option<Span>,
    name: Option<Span>,
}

struct EndSpans {
    host: Span,
    addrs: Vec<Span>,
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

    /// The one named first; if there is none, that is a mistake already.
    pub(super) fn first_host(&self) -> String {
        self.known.first().cloned().unwrap_or_default()
    }

    /// Reports a host that is not there.
    pub(super) fn expect(&self, host: &str, at: Span, mistakes: &mut Mistakes) {
        if !self.open && !self.has(host) {
            mistakes.at_span(at, diag::unknown_host(host, &self.known));
        }
    }

    pub(super) fn host(&mut self, name: String, span: Span) {
        self.know(&name);
        self.host_spans.push((name.clone(), span));
        self.parts.push(Part::Host(name));
    }

    pub(super) fn hosts(&mut self, item: &Item, mistakes: &mut Mistakes) {
        let Some(args) = self.list("host", item, mistakes) else { return };
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

    pub(super) fn link(&mut self, item: &Item, mistakes: &mut Mistakes) {
        let Some(args) = self.list("link", item, mistakes) else { return };
        let link = link::read(&args, mistakes);
        let hosts: Vec<String> = link.ends.iter().map(|end| end.name.clone()).collect();
        for host in &hosts {
            self.know(host);
        }
        match &link.ends[..] {
            [a, b] => self.add(item.key.span(), [a, b], &link),
            // An end may be among what could not be read.
            _ if !args.whole || link.doubtful => {}
            _ => {
                self.open |= hosts.is_empty();
                mistakes.at(&item.key, diag::not_two_ends(&hosts));
            }
        }
    }

    /// Has the code that the library will run check it all.
    pub(super) fn check(&self, mistakes: &mut Mistakes) {
        if self.parts.is_empty() {
            return;
        }
        if let Err(problems) = Plan::new(&topology(&self.parts)) {
            for problem in &problems {
                mistakes.at_span(self.span(problem.at()), problem);
            }
        }
    }

    pub(super) fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    /// What the list of a key holds.
    fn list(&mut self, key: &str, item: &Item, mistakes: &mut Mistakes) -> Option<Args> {
        if let Value::List(tokens) = &item.value {
            let args = args::read(tokens.clone(), mistakes);
            self.open |= !args.whole;
            return Some(args);
        }
        self.leave_open();
        if let Some(key) = keys::find(&keys::TOP, key) {
            mistakes.at(&item.key, diag::form(key));
        }
        None
    }

    fn know(&mut self, host: &str) {
        if !self.has(host) {
            self.known.push(host.to_owned());
        }
    }

    fn add(&mut self, span: Span, ends: [&EndSyntax; 2], link: &LinkSyntax) {
        for end in ends {
            if !self.host_spans.iter().any(|(host, _)| *host == end.name) {
                self.host_spans.push((end.name.clone(), end.host.span()));
            }
        }
        self.link_spans.push(LinkSpans {
            link: span,
            ends: ends.map(|end| EndSpans {
                host: end.host.span(),
                addrs: end.addrs.iter().map(Spanned::span).collect(),
            }),
            subnets: link.subnets.iter().map(Spanned::span).collect(),
            mtu: link.mtu.map(|(_, literal)| literal.span()),
            name: link.name.map(Spanned::span),
        });
        self.parts.push(Part::Link(Link {
            ends: ends.map(|end| End {
                host: end.name.clone(),
                addrs: end.addrs.iter().map(|addr| addr.value()).collect(),
            }),
            subnets: link.subnets.iter().map(|subnet| subnet.value()).collect(),
            mtu: link.mtu.map(|(mtu, _)| mtu),
            name: link.name.map(syn::LitStr::value),
        }));
    }

    /// The token that a problem is about.
    fn span(&self, element: Element) -> Span {
        let link = |nth: usize| &self.link_spans[nth];
        match element {
            Element::Host(host) => self.host_spans[host].1,
            Element::Segment(nth) => link(nth).link,
            Element::End(nth, end) => link(nth).ends[end].host,
            Element::Address(nth, end, addr) => link(nth).ends[end].addrs[addr],
            Element::Subnet(nth, subnet) => link(nth).subnets[subnet],
            Element::Mtu(nth) => link(nth).mtu.unwrap_or(link(nth).link),
            Element::Name(nth) => link(nth).name.unwrap_or(link(nth).link),
            _ => Span::call_site(),
        }
    }
}
