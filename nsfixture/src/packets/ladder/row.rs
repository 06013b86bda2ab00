//! The rows of the diagram.

use std::fmt::Write as _;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;
use std::time::Duration;

use super::answered::Answers;
use super::connections::{Again, Connections, Way};
use super::groups::Groups;
use super::named_ends::Ambiguous;
use super::quic;
use crate::packets::decode::{Decoded, decode_packet};
use crate::packets::{Fate, Point, Record, checksum};
use crate::wire::Loss;

/// A packet, or several of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Since the first packet of the record.
    pub(crate) time: Duration,
    /// The host that has sent it, if its hardware address is known.
    pub(crate) from: Option<Arc<str>>,
    /// The host that has received it, or was to.
    pub(crate) to: Arc<str>,
    pub(crate) protocol: &'static str,
    pub(crate) text: String,
    /// Why it was lost, if it was.
    pub(crate) lost: Option<Loss>,
    /// The connection of data and acknowledgments, with their number and their bytes: rows of one connection that
    /// follow each other can be one.
    pub(crate) run: Option<Run>,
}

/// Data and acknowledgments of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// The ends of the connection, the smaller one first.
    pub(crate) ends: Way,
    pub(crate) packets: usize,
    pub(crate) bytes: u64,
}

/// Returns the rows for records, which are in the order of their times. What kernels send by themselves is left out, except
/// the resolution of addresses where it fails.
pub(crate) fn rows(records: &[Record], points: &[Point]) -> Vec<Row> {
    let decoded: Vec<Decoded> =
        records.iter().map(|record| decode_packet(&record.bytes, record.len)).collect();
    let answers = Answers::of(records.iter().zip(&decoded));
    let first = records.first().map_or(Duration::ZERO, |record| record.time);
    let mut flows = Known::default();
    let mut groups = Groups::default();
    let ambiguous = Ambiguous::of(points);
    let mut rows: Vec<Row> = Vec::new();
    for (record, decoded) in records.iter().zip(decoded) {
        let mut meaning = flows.meaning(record, &decoded);
        meaning.text = ambiguous.resolve(meaning.text, &decoded);
        let text = if answers.are_missing(record, &decoded) {
            format!("{}: no answer", meaning.text)
        } else if decoded.is_background && !(is_lost(record) && decoded.resolution.is_some()) {
            continue;
        } else {
            meaning.text
        };
        let host = |point: &Point| Arc::clone(&point.host);
        let Some(to) = points.get(record.at).map(host) else { continue };
        if groups.has(record, rows.len()) {
            continue;
        }
        let sender = record.sender();
        rows.push(Row {
            time: record.time.saturating_sub(first),
            from: points.iter().find(|point| Some(point.mac) == sender).map(host),
            to,
            protocol: meaning.protocol,
            text,
            lost: match record.fate {
                Fate::Arrived => None,
                Fate::Lost(why) => Some(why),
            },
            run: meaning.run,
        });
    }
    for (place, count) in groups.receivers() {
        if let Some(row) = rows.get_mut(place) {
            let _infallible = write!(row.text, " (at {count} interfaces)");
        }
    }
    rows
}

fn is_lost(record: &Record) -> bool {
    record.fate != Fate::Arrived
}

/// What is known of the flows of earlier packets.
#[derive(Default)]
struct Known {
    connections: Connections,
    quic: quic::Flows,
}

struct Meaning {
    protocol: &'static str,
    text: String,
    run: Option<Run>,
}

impl Known {
    fn meaning(&mut self, record: &Record, decoded: &Decoded) -> Meaning {
        let wrong = if checksum::is_wrong(record) { ", wrong checksum" } else { "" };
        if let Some(text) = self.quic.add(record, decoded) {
            return Meaning { protocol: "QUIC", text: text + wrong, run: None };
        }
        let protocol = decoded.protocol;
        // Nobody accepts a segment with a wrong checksum.
        let segment = decoded.segment.as_ref().filter(|_| wrong.is_empty());
        let (Some(segment), Some([source, destination]), Some([from, to])) =
            (segment, decoded.addrs, decoded.ports)
        else {
            return Meaning { protocol, text: format!("{}{wrong}", decoded.text), run: None };
        };
        let way = [(source, from), (destination, to)];
        let print = BuildHasherDefault::<DefaultHasher>::default().hash_one(&record.bytes);
        let found = self.connections.add(way, record.at, segment, print);
        let again = match found.again {
            None => "",
            Some(Again::Retransmission) => " (retransmission)",
            Some(Again::Duplicate) => " (duplicate)",
        };
        let text = format!("{} {}{again}", decoded.text, found.text);
        let is_plain = !(segment.syn || segment.fin || segment.rst || found.again.is_some())
            && segment.window > 0
            && record.fate == Fate::Arrived;
        let mut ends = way;
        ends.sort_unstable();
        let run = Run { ends, packets: record.wire_packets(), bytes: segment.len.into() };
        Meaning { protocol, text, run: is_plain.then_some(run) }
    }
}
