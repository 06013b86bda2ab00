//! Where each part of a topology was written.

use nsfixture_plan::Location;
use proc_macro2::Span;
use syn::spanned::Spanned;

use super::segment::SegmentSyntax;

#[derive(Default)]
pub(super) struct Spans {
    /// The hosts, in the order in which a topology lists them.
    hosts: Vec<(String, Span)>,
    routers: Vec<(String, Span)>,
    segments: Vec<SegmentSpans>,
}

struct SegmentSpans {
    key: Span,
    ends: Vec<EndSpans>,
    subnets: Vec<Span>,
    mtu: Option<Span>,
    name: Option<Span>,
}

struct EndSpans {
    host: Span,
    addrs: Vec<Span>,
}

impl Spans {
    pub(super) fn add_host(&mut self, name: String, span: Span) {
        self.hosts.push((name, span));
    }

    pub(super) fn add_router(&mut self, name: String, span: Span) {
        self.routers.push((name, span));
    }

    pub(super) fn add_segment(&mut self, key: Span, segment: &SegmentSyntax) {
        for end in &segment.ends {
            if !self.has_host(&end.name) {
                self.add_host(end.name.clone(), end.host.span());
            }
        }
        let ends = segment.ends.iter().map(|end| EndSpans {
            host: end.host.span(),
            addrs: end.addrs.iter().map(Spanned::span).collect(),
        });
        self.segments.push(SegmentSpans {
            key,
            ends: ends.collect(),
            subnets: segment.subnets.iter().map(Spanned::span).collect(),
            mtu: segment.mtu.map(|(_, literal)| literal.span()),
            name: segment.name.map(Spanned::span),
        });
    }

    pub(super) fn has_host(&self, name: &str) -> bool {
        self.hosts.iter().any(|(host, _)| host == name)
    }

    /// The name of the `nth` router.
    pub(super) fn router(&self, nth: usize) -> &str {
        &self.routers[nth].0
    }

    /// The token that a problem is about, if there is one: where there are no hosts, there is
    /// none for that.
    pub(super) fn of(&self, element: Location) -> Option<Span> {
        let segment = |nth: usize| &self.segments[nth];
        Some(match element {
            Location::Host(host) => self.hosts.get(host)?.1,
            Location::Router(router) => self.routers[router].1,
            Location::Segment(nth) => segment(nth).key,
            Location::Endpoint(nth, end) => segment(nth).ends[end].host,
            Location::Address(nth, end, addr) => segment(nth).ends[end].addrs[addr],
            Location::Subnet(nth, subnet) => segment(nth).subnets[subnet],
            Location::Mtu(nth) => segment(nth).mtu.unwrap_or(segment(nth).key),
            Location::Name(nth) => segment(nth).name.unwrap_or(segment(nth).key),
            _ => Span::call_site(),
        })
    }
}
