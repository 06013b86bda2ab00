//! The place of a packet in its flow.

use super::kind::Kind;
use super::lost::Point;
use super::side::Side;
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
                let key = combine(combine(self.key_of(Kind::Ack), number.into()), repeated);
                Place::Packet { key, burst: Some((Kind::Ack, before as i64)) }
            }
            Places::Counted { kind, before } => {
                let index = before + u64::from(packet);
                let key = combine(self.key_of(kind), index);
                let burst = (!kind.is_repeated()).then_some((kind, index as i64));
                Place::Packet { key, burst }
            }
        }
    }

    /// Returns what stands for the packets of a kind in this flow.
    pub(crate) fn key_of(&self, kind: Kind) -> u64 {
        combine(self.key, kind.number())
    }

    /// Returns what stands for a point of the stream after the times that it was lost so far.
    pub(crate) fn key_at(&self, point: Point) -> u64 {
        let times = self.side.lost.times(point).map_or(u64::MAX, u64::from);
        combine(combine(self.key, point.number()), times)
    }

    /// Returns what stands for a packet.
    pub(crate) fn key(&self, place: &Place) -> u64 {
        match place {
            Place::Segment { points, .. } => points[0].map_or(self.key, |point| self.key_at(point)),
            Place::Packet { key, .. } => *key,
        }
    }
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
