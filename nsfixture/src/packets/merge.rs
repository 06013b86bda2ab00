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
pub(crate) fn each_once<'r>(records: &'r [Record], points: &[Point]) -> Vec<&'r Record> {
    // From the last one back: what was seen later at other points.
    let mut later: HashMap<u64, VecDeque<Seen>> = HashMap::new();
    let mut kept: Vec<&Record> = Vec::with_capacity(records.len());
    for record in records.iter().rev() {
        let decoded = decode_packet(&record.bytes, record.len);
        let seen = Seen::of(record, &decoded);
        let flow = later.entry(key(record, &decoded)).or_default();
        let may_be_passed_on = is_group(record)
            || points.get(record.at).is_some_and(|point| point.is_router && !is_for(record, point));
        if record.fate == Fate::Arrived
            && may_be_passed_on
            && flow.iter().any(|other| seen.is_passed_on_as(other))
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
}

impl Seen {
    fn of(record: &Record, decoded: &Decoded) -> Self {
        let part = decoded.segment.filter(|segment| segment.has_payload);
        let part = part.map(|segment| (segment.seq, segment.end()));
        Self { time: record.time, at: record.at, part }
    }

    /// Returns whether another one may be this one, at the next point.
    fn is_passed_on_as(&self, other: &Self) -> bool {
        // Sequence numbers wrap around.
        let is_before = |a: u32, b: u32| (b.wrapping_sub(a) as i32) > 0;
        let is_same = match (self.part, other.part) {
            (Some((begin, end)), Some((others_begin, others_end))) => {
                is_before(begin, others_end) && is_before(others_begin, end)
            }
            (None, None) => true,
            _ => false,
        };
        is_same && other.at != self.at && other.time.saturating_sub(self.time) <= AT_MOST
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
/// and everything behind the IP header.
fn key(record: &Record, decoded: &Decoded) -> u64 {
    let hash = BuildHasherDefault::<DefaultHasher>::default();
    if decoded.segment.is_some_and(|segment| segment.has_payload) {
        return hash.hash_one((decoded.addrs, decoded.ports));
    }
    let rest = LaxSlicedPacket::from_ethernet(&record.bytes)
        .ok()
        .and_then(|packet| packet.net?.ip_payload_ref().map(|payload| payload.payload))
        .unwrap_or(&record.bytes);
    hash.hash_one((decoded.addrs, decoded.protocol, rest))
}
