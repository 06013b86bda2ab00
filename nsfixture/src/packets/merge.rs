//! Each packet once: one that a router passes on is recorded at several points.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::time::Duration;

use etherparse::LaxSlicedPacket;

use super::decode::{Decoded, decode_packet};
use super::point::Point;
use super::record::{Fate, Record};

/// How long a packet may be on its way through the network, or a broadcast to all hosts.
const AT_MOST: Duration = Duration::from_secs(10);

/// How many packets of a flow are compared with one of it.
const WINDOW: usize = 256;

/// Returns the records without those of a packet that was recorded later again: where it has arrived at last, or was lost.
/// Without it, Wireshark would take what a router passes on for retransmissions. The order is that of the records.
pub(crate) fn each_once<'r, R>(records: R, points: &[Point]) -> Vec<&'r Record>
where
    R: IntoIterator<Item = &'r Record, IntoIter: DoubleEndedIterator>,
{
    // From the last one back: what was seen later at other points.
    let mut later: HashMap<u64, VecDeque<Seen>> = HashMap::new();
    let mut kept = Vec::new();
    for record in records.into_iter().rev() {
        let decoded = decode_packet(&record.bytes, record.len);
        let seen = Seen::of(record, &decoded);
        let flow = later.entry(key(record, &decoded)).or_default();
        let may_be_passed_on = is_group(record)
            || points.get(record.at).is_some_and(|point| point.is_router && !is_for(record, point));
        if record.fate == Fate::Arrived
            && may_be_passed_on
            && flow.iter_mut().any(|other| other.claim(&seen))
        {
            continue;
        }
        flow.push_front(seen);
        flow.truncate(WINDOW);
        kept.push(record);
    }
    kept.reverse();
    kept
}

/// A packet of a flow.
struct Seen {
    time: Duration,
    at: usize,
    /// The part of the sequence that a TCP segment has: routers may divide it, or join it with others.
    part: Option<(u32, u32)>,
    /// The points that it was recorded at before: there, an earlier packet with the same bytes is another one.
    before: Vec<usize>,
}

impl Seen {
    fn of(record: &Record, decoded: &Decoded) -> Self {
        let part = decoded.segment.filter(|segment| segment.has_payload);
        let part = part.map(|segment| (segment.seq, segment.end()));
        Self { time: record.time, at: record.at, part, before: Vec::new() }
    }

    /// Returns whether this is an earlier packet, which was passed on, and remembers it.
    fn claim(&mut self, earlier: &Self) -> bool {
        if self.at == earlier.at || self.time.saturating_sub(earlier.time) > AT_MOST {
            return false;
        }
        if self.part != earlier.part {
            return overlap(self.part, earlier.part);
        }
        let is_first = !self.before.contains(&earlier.at);
        if is_first {
            self.before.push(earlier.at);
        }
        is_first
    }
}

/// Returns whether parts of a sequence have numbers in common.
fn overlap(a: Option<(u32, u32)>, b: Option<(u32, u32)>) -> bool {
    // Sequence numbers wrap around.
    let is_before = |a: u32, b: u32| (b.wrapping_sub(a) as i32) > 0;
    match (a, b) {
        (Some((a_begin, a_end)), Some((b_begin, b_end))) => {
            is_before(a_begin, b_end) && is_before(b_begin, a_end)
        }
        _ => false,
    }
}

/// Returns whether a packet is for several hosts (a group, or all).
fn is_group(record: &Record) -> bool {
    record.bytes.first().is_some_and(|first| first & 1 != 0)
}

/// Returns whether a packet is for the host of this point.
fn is_for(record: &Record, point: &Point) -> bool {
    record.view().destination().is_some_and(|addr| point.addrs.contains(&addr))
}

/// Returns what stays the same of a packet on its way: of TCP segments with a payload their flow; of others their addresses
/// and everything behind the IP header but the checksum, which may not have been filled in.
fn key(record: &Record, decoded: &Decoded) -> u64 {
    let hash = BuildHasherDefault::<DefaultHasher>::default();
    if decoded.segment.is_some_and(|segment| segment.has_payload) {
        return hash.hash_one((decoded.addrs, decoded.ports));
    }
    let rest = LaxSlicedPacket::from_ethernet(&record.bytes)
        .ok()
        .and_then(|packet| packet.net?.ip_payload_ref().map(|payload| payload.payload))
        .unwrap_or(&record.bytes);
    let checksum = match (decoded.ports, decoded.segment) {
        (Some(_), Some(_)) => 16..18,
        (Some(_), None) => 6..8,
        (None, _) => 0..0,
    };
    let ends = rest.get(..checksum.start).zip(rest.get(checksum.end..));
    hash.hash_one((decoded.addrs, ends.unwrap_or((rest, &[]))))
}
