//! A topology as far as it has been read, with the place of each of its parts.

use std::collections::HashSet;
use std::fmt::Display;

use super::dialect::Dialect;
use super::fault::{FaultReader, FaultSource};
use super::segment::{SegmentReader, SegmentSource};
use super::spans::Spans;
use super::texts;
use super::value::{Text, Value, ValueKind};
use super::{messages, options};
use crate::key::Key;
use crate::plan::Plan;
use crate::problem::{Location, Problem};
use crate::topology::{CAN_FAIL, ReadFile, SEED, Topology};

/// A topology as far as it has been read, and every mistake found so far.
pub struct Description<S> {
    dialect: &'static Dialect,
    topology: Topology,
    spans: Spans<S>,
    known: HashSet<String>,
    mistakes: Vec<(S, String)>,
    /// The place of what was not written.
    fallback: S,
    /// There may be hosts that could not be read.
    incomplete: bool,
    /// Any segment may have parts that could not be read.
    segments_incomplete: bool,
    /// The segments that may have parts that could not be read.
    incomplete_segments: Vec<bool>,
    /// There may be links or LANs that could not be read at all.
    lost_segments: bool,
    /// The faults on a schedule that may have parts that could not be read.
    incomplete_faults: Vec<bool>,
}

impl<S: Clone> Description<S> {
    /// Creates an empty description. Problems with what was not written at all are reported at
    /// `fallback`.
    pub fn new(dialect: &'static Dialect, fallback: S) -> Self {
        Self {
            dialect,
            topology: Topology::new(),
            spans: Spans::new(),
            known: HashSet::new(),
            mistakes: Vec::new(),
            fallback,
            incomplete: false,
            segments_incomplete: false,
            incomplete_segments: Vec::new(),
            lost_segments: false,
            incomplete_faults: Vec::new(),
        }
    }

    /// Adds a mistake.
    pub fn mistake(&mut self, span: S, message: impl Display) {
        self.mistakes.push((span, message.to_string()));
    }

    /// Notes that there may be hosts that could not be read: from now on nothing is reported that
    /// may follow from that.
    pub fn mark_incomplete(&mut self) {
        self.incomplete = true;
    }

    /// Notes that any part of the description may be one that could not be read.
    pub(crate) fn mark_unreliable(&mut self) {
        self.incomplete = true;
        self.segments_incomplete = true;
    }

    /// Adds a host.
    pub fn host(&mut self, host: Text<S>) {
        self.known.insert(host.text.clone());
        self.spans.hosts.push(host.span);
        self.topology.hosts.push(host.text);
    }

    /// Makes a host a router.
    pub fn router(&mut self, router: Text<S>) {
        self.spans.routers.push(router.span);
        self.topology.routers.push(router.text);
    }

    /// Sets the address family of all links and LANs.
    pub fn family(&mut self, family: Text<S>) {
        self.spans.family = Some(family.span);
        self.topology.family = Some(family.text);
    }

    /// Lets every cable be impaired at run time, if the value is `true`.
    pub fn faults(&mut self, value: &Value<S>) {
        if let ValueKind::Array(_) | ValueKind::Table(_) = value.kind {
            return self.mistake(value.span.clone(), messages::faults_as_tables());
        }
        self.topology.can_fail |= options::flag(CAN_FAIL, value, &mut self.mistakes);
    }

    /// Sets the seed of what happens by chance.
    pub fn seed(&mut self, value: &Value<S>) {
        self.topology.seed = options::integer(SEED, value, 0, &mut self.mistakes);
    }

    /// Adds a link or a LAN with its hosts.
    pub fn segment(&mut self, source: &SegmentSource<S>) {
        let reader = SegmentReader::read(source, self.dialect, &mut self.mistakes);
        let incomplete = reader.incomplete || self.segments_incomplete;
        self.incomplete |= reader.hosts_incomplete;
        let mut hosts = Vec::new();
        for (end, spans) in reader.ends.iter().zip(&reader.spans.ends) {
            hosts.push(Text { text: end.host.clone(), span: spans.host.clone() });
        }
        let read = reader.finish();
        for host in &hosts {
            if !self.known.contains(&host.text) {
                self.host(host.clone());
            }
        }
        if let Some((segment, spans)) = read {
            self.topology.segments.push(segment);
            self.spans.segments.push(spans);
            self.incomplete_segments.push(incomplete);
            return;
        }
        self.lost_segments = true;
        if !incomplete {
            let hosts: Vec<&str> = hosts.iter().map(|host| host.text.as_str()).collect();
            // The host that is missing may be one that something else names.
            self.incomplete |= hosts.len() < 2;
            let message = messages::not_two_ends(&hosts, self.dialect);
            self.mistake(source.span.clone(), message);
        }
    }

    /// Adds a fault on a schedule.
    pub fn fault(&mut self, source: &FaultSource<S>) {
        let (fault, spans, is_whole) = FaultReader::read(source, self.dialect, &mut self.mistakes);
        self.topology.schedule.push(fault);
        self.spans.faults.push(spans);
        self.incomplete_faults.push(!is_whole);
    }

    /// Reads a string or an array of strings, and returns true with them if all were strings.
    pub(super) fn texts(&mut self, key: Key, value: &Value<S>) -> (Vec<Text<S>>, bool) {
        let before = self.mistakes.len();
        let texts = texts::texts(key, value, &mut self.mistakes);
        (texts, self.mistakes.len() == before)
    }

    /// Reads the files of traces, so that they are checked, too.
    pub fn read_traces(&mut self, read: ReadFile<'_>) {
        self.topology.read_traces(read);
    }

    /// Checks the topology with the code that the library runs, and adds what is wrong with it.
    pub fn check(&mut self) {
        let Err(problems) = Plan::new(&self.topology) else { return };
        let certain = problems.iter().filter(|problem| self.is_certain(problem));
        let mistake = |problem: &Problem| {
            let span = self.spans.of(problem.location()).unwrap_or(&self.fallback);
            (span.clone(), problem.to_string())
        };
        let mistakes: Vec<_> = certain.map(mistake).collect();
        self.mistakes.extend(mistakes);
    }

    /// Removes and returns the mistakes found so far.
    pub fn take_mistakes(&mut self) -> Vec<(S, String)> {
        std::mem::take(&mut self.mistakes)
    }

    /// Returns the topology as far as it has been read.
    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    /// Returns true if there may be hosts that could not be read.
    pub fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// Returns the topology; it is whole if there are no mistakes.
    pub fn into_topology(self) -> Topology {
        self.topology
    }

    /// Returns true if the problem remains one, whatever could not be read.
    fn is_certain(&self, problem: &Problem) -> bool {
        let is_whole = |segment: usize| !self.incomplete_segments[segment];
        let is_certain = match problem.location() {
            Location::Host(_) => !self.incomplete || !self.topology.hosts.is_empty(),
            Location::Router(_) => !self.incomplete,
            _ => !(self.incomplete && problem.needs_hosts()),
        };
        let is_fault_whole = |fault: usize| {
            let segments = 0..self.incomplete_segments.len();
            let are_whole = !self.incomplete && !self.segments_incomplete && !self.lost_segments;
            are_whole && segments.clone().all(is_whole) && !self.incomplete_faults[fault]
        };
        is_certain
            && problem.needs_whole().is_none_or(is_whole)
            && problem.needs_whole_schedule().is_none_or(is_fault_whole)
    }
}
