//! The places of the parts of a topology.

use crate::problem::Location;

/// The places of the parts of a topology, in the order of the parts.
pub(super) struct Spans<S> {
    pub(super) hosts: Vec<S>,
    pub(super) routers: Vec<S>,
    pub(super) segments: Vec<SegmentSpans<S>>,
    pub(super) family: Option<S>,
}

pub(super) struct SegmentSpans<S> {
    pub(super) segment: S,
    pub(super) ends: Vec<EndpointSpans<S>>,
    pub(super) options: OptionSpans<S>,
    /// The hosts whose packets have their own faults.
    pub(super) from: Vec<FromSpans<S>>,
}

/// The places of the values of each option.
pub(super) type OptionSpans<S> = Vec<(&'static str, Vec<S>)>;

pub(super) struct FromSpans<S> {
    pub(super) host: S,
    pub(super) options: OptionSpans<S>,
}

pub(super) struct EndpointSpans<S> {
    pub(super) host: S,
    pub(super) addrs: Vec<S>,
}

impl<S> Spans<S> {
    pub(super) fn new() -> Self {
        Self { hosts: Vec::new(), routers: Vec::new(), segments: Vec::new(), family: None }
    }

    /// Returns the place of what a problem is about, if it was written at all.
    pub(super) fn of(&self, location: Location) -> Option<&S> {
        match location {
            Location::Host(host) => self.hosts.get(host),
            Location::Router(router) => self.routers.get(router),
            Location::Setting(_) => self.family.as_ref(),
            Location::Segment(segment) => Some(&self.segments.get(segment)?.segment),
            Location::Endpoint { segment, endpoint } => {
                Some(&self.segments.get(segment)?.ends.get(endpoint)?.host)
            }
            Location::Address { segment, endpoint, address } => {
                self.segments.get(segment)?.ends.get(endpoint)?.addrs.get(address)
            }
            Location::Option { segment, key, item } => {
                value(&self.segments.get(segment)?.options, key, item)
            }
            Location::From { segment, from } => {
                Some(&self.segments.get(segment)?.from.get(from)?.host)
            }
            Location::FromOption { segment, from, key, item } => {
                let from = self.segments.get(segment)?.from.get(from)?;
                value(&from.options, key, item).or(Some(&from.host))
            }
            Location::Fault { .. } => None,
        }
    }
}

/// Adds the places of the values of an option; one that is repeated has those of all.
pub(super) fn add<S>(options: &mut OptionSpans<S>, key: &'static str, spans: Vec<S>) {
    match options.iter_mut().find(|(of, _)| *of == key) {
        Some((_, all)) => all.extend(spans),
        None => options.push((key, spans)),
    }
}

fn value<'s, S>(options: &'s OptionSpans<S>, key: &str, item: usize) -> Option<&'s S> {
    options.iter().find(|(of, _)| *of == key)?.1.get(item)
}
