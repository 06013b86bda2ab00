//! The rows of the diagram.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::connections::{Connections, Way};
use crate::packets::decode::{Decoded, Resolution, decode};
use crate::packets::{Fate, Point, Record};

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
    pub(crate) lost: Option<&'static str>,
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
/// questions without an answer.
pub(crate) fn rows(records: &[Record], points: &[Point]) -> Vec<Row> {
    let decoded: Vec<Decoded> =
        records.iter().map(|record| decode(&record.bytes, record.len)).collect();
    let told: HashSet<IpAddr> = records
        .iter()
        .zip(&decoded)
        .filter(|(record, _)| record.fate == Fate::Arrived)
        .filter_map(|(_, decoded)| match decoded.resolution {
            Some(Resolution::Tells(addr)) => Some(addr),
            _ => None,
        })
        .collect();
    let first = records.first().map_or(Duration::ZERO, |record| record.time);
    let mut connections = Connections::default();
    let mut rows = Vec::new();
    for (record, decoded) in records.iter().zip(decoded) {
        let meaning = meaning(&mut connections, record, &decoded);
        let text = match decoded.resolution {
            Some(Resolution::Asks(addr)) if !told.contains(&addr) => {
                format!("{}: no answer", decoded.text)
            }
            _ if decoded.is_background => continue,
            _ => meaning.text,
        };
        let host = |point: &Point| Arc::clone(&point.host);
        let Some(to) = points.get(record.at).map(host) else { continue };
        let sender = record.sender();
        rows.push(Row {
            time: record.time.saturating_sub(first),
            from: points.iter().find(|point| Some(point.mac) == sender).map(host),
            to,
            protocol: decoded.protocol,
            text,
            lost: match record.fate {
                Fate::Arrived => None,
                Fate::Lost(why) => Some(why.text()),
            },
            run: meaning.run,
        });
    }
    rows
}

struct Meaning {
    text: String,
    run: Option<Run>,
}

fn meaning(connections: &mut Connections, record: &Record, decoded: &Decoded) -> Meaning {
    let (Some(segment), Some([source, destination]), Some([from, to])) =
        (&decoded.segment, decoded.addrs, decoded.ports)
    else {
        return Meaning { text: decoded.text.clone(), run: None };
    };
    let way = [(source, from), (destination, to)];
    let found = connections.add(way, record.at, segment);
    let again = if found.is_again { " (retransmission)" } else { "" };
    let text = format!("{} {}{again}", decoded.text, found.text);
    let is_plain = !(segment.syn || segment.fin || segment.rst || found.is_again)
        && segment.window > 0
        && record.fate == Fate::Arrived;
    let mut ends = way;
    ends.sort_unstable();
    let run = Run { ends, packets: record.wire_packets(), bytes: segment.len.into() };
    Meaning { text, run: is_plain.then_some(run) }
}
