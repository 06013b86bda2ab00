//! The place of a packet in its flow.

use std::sync::Arc;

use nsfixture_plan::{FlowName, PacketPlace};

use super::identity;
use super::kind::{self, Kind};
use super::lost::Point;
use super::side::Side;
use super::stretch::of_ends;
use crate::wire::frame::Segments;
use crate::wire::hash::combine;

/// The place of a packet in its flow.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// A segment of a stream.
    Segment {
        /// The marks that it carries, or its start.
        points: [Option<Point>; 2],
        /// Whether no byte of it was seen before.
        is_new: bool,
    },
    /// A packet that is known by a number.
    Packet {
        key: u64,
        /// The index in the bursts of its kind, if they apply to it.
        burst: Option<(Kind, i64)>,
    },
}

/// The packets of a frame and their flow.
#[derive(Debug)]
pub(crate) struct Visit<'a> {
    pub(crate) side: &'a mut Side,
    /// The name of the flow.
    pub(super) name: &'a Arc<FlowName>,
    /// The end of the flow that sends.
    pub(super) end: usize,
    /// Stands for the flow and the end of it that sends.
    pub(crate) key: u64,
    pub(crate) places: Places,
}

/// The places of the packets of a frame.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Places {
    /// Segments of a stream.
    Stream {
        /// The position of the first.
        start: i64,
        /// The length of all payloads.
        len: usize,
        /// The position up to which bytes were seen before.
        seen: i64,
        /// The distance of marks.
        stretch: i64,
        segments: Segments,
    },
    /// An acknowledgement: its number, how often it was repeated, and how many came before.
    Acknowledgement { number: u32, repeated: u64, before: u64 },
    /// Packets that are counted by themselves, and how many came before.
    Counted { kind: Kind, before: u64 },
}

impl Visit<'_> {
    /// Returns the place of a packet of the frame.
    pub(crate) fn place(&self, packet: u32) -> Place {
        match self.places {
            Places::Stream { start, len, seen, stretch, segments } => {
                let (start, len) = if segments.count > 1 {
                    let len = segments.payload(&(packet..packet + 1)).len();
                    (start + segments.offset(packet) as i64, len)
                } else {
                    (start, len)
                };
                let points = points(start, start + len as i64, stretch);
                Place::Segment { points, is_new: start >= seen }
            }
            Places::Acknowledgement { number, repeated, before } => {
                let key = acknowledgement(self.key_of(Kind::Ack), number, repeated);
                Place::Packet { key, burst: Some((Kind::Ack, before as i64)) }
            }
            Places::Counted { kind, before } => {
                let index = before + u64::from(packet);
                let key = counted(self.key_of(kind), index);
                let burst = (!kind::is_repeated(kind)).then_some((kind, index as i64));
                Place::Packet { key, burst }
            }
        }
    }

    /// Returns what stands for the packets of a kind in this flow.
    pub(crate) fn key_of(&self, kind: Kind) -> u64 {
        combine(self.key, kind::number(kind))
    }

    /// Returns what stands for a point of the stream after the times that it was lost so far.
    pub(crate) fn key_at(&self, point: Point) -> u64 {
        at_point(self.key, point, self.times(point))
    }

    /// Returns how often a point was lost so far, or the largest number if that is forgotten.
    fn times(&self, point: Point) -> u64 {
        self.side.lost.times(point).map_or(u64::MAX, u64::from)
    }

    /// Returns what stands for a packet.
    pub(crate) fn key(&self, place: &Place) -> u64 {
        match place {
            Place::Segment { points, .. } => points[0].map_or(self.key, |point| self.key_at(point)),
            Place::Packet { key, .. } => *key,
        }
    }
}

/// Names, which nobody asks for before something happens by chance.
impl Visit<'_> {
    /// Returns the name of the flow.
    pub(crate) fn flow(&self) -> Arc<FlowName> {
        Arc::clone(self.name)
    }

    pub(crate) fn is_from_client(&self) -> bool {
        self.end == 0
    }

    /// Returns the name of a point of the stream.
    pub(crate) fn name_of_point(&self, point: Point) -> PacketPlace {
        let at = match (point, self.places) {
            (Point::Mark(number), Places::Stream { stretch, .. }) => number * stretch,
            (Point::Mark(at) | Point::Start(at), _) => at,
        };
        PacketPlace::Byte { at, attempt: self.times(point).wrapping_add(1) }
    }

    /// Returns the name of a packet of the frame.
    pub(crate) fn name(&self, packet: u32, place: &Place) -> PacketPlace {
        match (self.places, place) {
            (_, Place::Segment { points: [Some(point), _], .. }) => self.name_of_point(*point),
            (Places::Acknowledgement { number, repeated, .. }, _) => {
                PacketPlace::Acknowledgement { number, repeated }
            }
            (Places::Counted { kind, before }, _) => {
                PacketPlace::Packet { kind, number: before + u64::from(packet) + 1 }
            }
            (Places::Stream { start, .. }, _) => PacketPlace::Byte { at: start, attempt: 0 },
        }
    }
}

/// Returns what stands for a packet with this name, from this end of this flow, through a cable with this MTU.
pub(crate) fn of_name(name: &PacketPlace, flow: &FlowName, is_from_client: bool, mtu: u32) -> u64 {
    let key = identity::of_name(flow, is_from_client);
    let key_of = |kind| combine(key, kind::number(kind));
    match *name {
        PacketPlace::Byte { at, attempt } => {
            let stretch = of_ends(mtu, &flow.ends);
            let point =
                if at % stretch == 0 { Point::Mark(at / stretch) } else { Point::Start(at) };
            at_point(key, point, attempt.wrapping_sub(1))
        }
        PacketPlace::Acknowledgement { number, repeated } => {
            acknowledgement(key_of(Kind::Ack), number, repeated)
        }
        PacketPlace::Packet { kind, number } => counted(key_of(kind), number.wrapping_sub(1)),
    }
}

fn at_point(key: u64, point: Point, times: u64) -> u64 {
    combine(combine(key, point.number()), times)
}

fn acknowledgement(key: u64, number: u32, repeated: u64) -> u64 {
    combine(combine(key, number.into()), repeated)
}

fn counted(key: u64, index: u64) -> u64 {
    combine(key, index)
}

/// Returns the marks in a segment, two at most, or else its start.
fn points(start: i64, end: i64, stretch: i64) -> [Option<Point>; 2] {
    // The first mark at or after the start.
    let mark = -(-start).div_euclid(stretch);
    let carries = |mark: i64| mark * stretch < end;
    match (carries(mark), carries(mark + 1)) {
        (false, _) => [Some(Point::Start(start)), None],
        (true, false) => [Some(Point::Mark(mark)), None],
        (true, true) => [Some(Point::Mark(mark)), Some(Point::Mark(mark + 1))],
    }
}
