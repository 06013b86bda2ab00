//! The flows of a cable.

use std::sync::Arc;

use nsfixture_plan::FlowName;

use super::bounded::Bounded;
use super::identity;
use super::key::Key;
use super::kind::{self, Kind};
use super::place::{Places, Visit};
use super::side::Side;
use super::stretch::stretch;
use crate::wire::frame::{Control, Ip, Received, Tcp, Upper};

/// The flows of a cable.
#[derive(Debug)]
pub(crate) struct Flows {
    mtu: u32,
    known: Bounded<Key, Flow>,
    /// How many flows there have been of each class.
    classes: Bounded<u64, u64>,
}

/// A flow; of its ends, 0 is the one that sent first.
#[derive(Debug)]
struct Flow {
    id: u64,
    is_low_client: bool,
    /// What fates are noted with.
    name: Arc<FlowName>,
    /// The sequence number of the first byte that each end sends.
    origins: [Option<u32>; 2],
    /// What each end sent in each direction of the cable: a router may send back what came through it.
    sides: [Option<Box<Side>>; 4],
}

impl Flows {
    /// Returns no flows, through a cable with this MTU.
    pub(crate) fn new(mtu: u32) -> Self {
        Self { mtu, known: Bounded::default(), classes: Bounded::default() }
    }

    /// Notes a frame that goes in a direction, and returns its flow.
    pub(crate) fn visit(&mut self, direction: usize, frame: &Received<'_>) -> Visit<'_> {
        let (key, is_low) = Key::of(&frame.headers, frame.bytes());
        let tcp = frame.headers.ip.and_then(|ip| match ip.upper {
            Upper::Tcp(tcp) => Some((ip, tcp)),
            _ => None,
        });
        let classes = &mut self.classes;
        let mut new = || {
            let class = key.class(is_low);
            let count = classes.entry(class, || 0);
            *count += 1;
            Flow {
                id: identity::of_flow(class, *count),
                is_low_client: is_low,
                name: Arc::new(FlowName { ends: key.name(is_low), number: *count }),
                origins: [None; 2],
                sides: Default::default(),
            }
        };
        let flow = self.known.entry(key, &mut new);
        if let Some((_, tcp)) = tcp
            && flow.is_before(is_low, &tcp)
        {
            *flow = new();
        }
        flow.visit(direction, is_low, frame, tcp, self.mtu)
    }
}

impl Flow {
    /// Returns the end that a packet comes from.
    fn end(&self, is_low: bool) -> usize {
        usize::from(is_low != self.is_low_client)
    }

    /// Returns whether a segment begins another connection of the same ports.
    fn is_before(&self, is_low: bool, tcp: &Tcp) -> bool {
        let is_first = tcp.control == Some(Control::Syn) && !tcp.has_ack;
        let origin = tcp.sequence.wrapping_add(1);
        is_first && self.origins[self.end(is_low)].is_some_and(|known| known != origin)
    }

    fn visit(
        &mut self,
        direction: usize,
        is_low: bool,
        frame: &Received<'_>,
        tcp: Option<(Ip, Tcp)>,
        mtu: u32,
    ) -> Visit<'_> {
        let end = self.end(is_low);
        let kind = kind::of(&frame.headers);
        if let Some((_, tcp)) = tcp {
            self.note_origins(end, kind, &tcp);
        }
        let side = self.sides[direction * 2 + end].get_or_insert_default();
        let packets = frame.segments.count.into();
        let places = match (kind, tcp) {
            (Kind::Data, Some((ip, tcp))) => {
                let origin = self.origins[end].unwrap_or(tcp.sequence);
                let start = side.sequence.position(tcp.sequence, origin);
                let len = ip.end - ip.upper_start - tcp.len;
                let seen = side.sequence.end;
                side.sequence.end = seen.max(start + len as i64);
                let stretch = stretch(mtu, ip.version);
                Places::Stream { start, len, seen, stretch, segments: frame.segments }
            }
            (Kind::Ack, Some((_, tcp))) => {
                let origin = self.origins[1 - end].unwrap_or(tcp.acknowledgement);
                let number = tcp.acknowledgement.wrapping_sub(origin);
                let repeated = side.acknowledge(number);
                let before = side.count(kind, packets);
                Places::Acknowledgement { number, repeated, before }
            }
            _ => Places::Counted { kind, before: side.count(kind, packets) },
        };
        let key = identity::of_end(self.id, end);
        Visit { side, name: &self.name, end, key, places }
    }

    /// Notes where the streams begin; if their beginnings were not seen, they begin here.
    fn note_origins(&mut self, end: usize, kind: Kind, tcp: &Tcp) {
        match kind {
            Kind::Syn | Kind::SynAck => {
                self.origins[end] = Some(tcp.sequence.wrapping_add(1));
            }
            Kind::Rst => return,
            _ => {
                self.origins[end].get_or_insert(tcp.sequence);
            }
        }
        if tcp.has_ack {
            self.origins[1 - end].get_or_insert(tcp.acknowledgement);
        }
    }
}
