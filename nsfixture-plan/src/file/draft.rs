//! The topology as far as it has been read, and where each of its parts stands in the text.

use std::collections::HashSet;

use super::mistakes::{Mistakes, Span};
use super::segment::SegmentText;
use super::value::Text;
use super::words;
use crate::plan::Plan;
use crate::problem::Location;
use crate::topology::Topology;

#[derive(Default)]
pub(super) struct Draft {
    topology: Topology,
    known: HashSet<String>,
    /// The hosts of `topology`.
    hosts: Vec<Span>,
    /// Its routers.
    routers: Vec<Span>,
    /// Its links and LANs.
    segments: Vec<SegmentText>,
    /// There may be hosts that could not be read.
    open: bool,
}

impl Draft {
    /// From now on nothing follows from a host that is not there: it may be what could not be
    /// read.
    pub(super) fn leave_open(&mut self) {
        self.open = true;
    }

    pub(super) fn host(&mut self, host: Text) {
        self.known.insert(host.text.clone());
        self.hosts.push(host.span);
        self.topology.hosts.push(host.text);
    }

    pub(super) fn router(&mut self, router: Text) {
        self.routers.push(router.span);
        self.topology.routers.push(router.text);
    }

    pub(super) fn segment(&mut self, mut read: SegmentText, mistakes: &mut Mistakes) {
        self.open |= read.open;
        read.doubtful |= mistakes.is_torn();
        for end in &read.ends {
            if !self.known.contains(&end.host.text) {
                self.host(end.host.clone());
            }
        }
        if let Some(segment) = read.segment() {
            self.topology.segments.push(segment);
            self.segments.push(read);
        } else if !read.doubtful {
            let hosts: Vec<&str> = read.ends.iter().map(|end| end.host.text.as_str()).collect();
            self.open |= hosts.len() < 2;
            mistakes.at(&read.span, words::not_two_ends(&hosts));
        }
    }

    /// Has the code that the library will run check it all.
    pub(super) fn check(&self, mistakes: &mut Mistakes) {
        if let Err(problems) = Plan::new(&self.topology) {
            for problem in problems.iter().filter(|problem| self.is_certain(problem.at())) {
                mistakes.at(&self.span(problem.at()), problem);
            }
        }
    }

    pub(super) fn into_topology(self) -> Topology {
        self.topology
    }

    /// Whether a problem there remains one, whatever it is that could not be read.
    fn is_certain(&self, element: Location) -> bool {
        match element {
            Location::Host(_) => !self.open || !self.hosts.is_empty(),
            Location::Router(_) => !self.open,
            Location::Segment(nth) | Location::Endpoint(nth, _) | Location::Mtu(nth) => {
                !self.segments[nth].doubtful
            }
            Location::Address(..) | Location::Subnet(..) | Location::Name(_) => true,
        }
    }

    /// The part of the text that a problem is about; the beginning, if nothing is there.
    fn span(&self, element: Location) -> Span {
        let segment = |nth: usize| &self.segments[nth];
        let span = match element {
            Location::Host(host) => self.hosts.get(host),
            Location::Router(router) => self.routers.get(router),
            Location::Segment(nth) => Some(&segment(nth).span),
            Location::Endpoint(nth, end) => Some(&segment(nth).ends[end].host.span),
            Location::Address(nth, end, addr) => Some(&segment(nth).ends[end].addrs[addr].span),
            Location::Subnet(nth, subnet) => Some(&segment(nth).subnets[subnet].span),
            Location::Mtu(nth) => segment(nth).mtu.as_ref().map(|(_, span)| span),
            Location::Name(nth) => segment(nth).name.as_ref().map(|name| &name.span),
        };
        span.cloned().unwrap_or_default()
    }
}
