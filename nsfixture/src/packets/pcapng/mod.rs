//! Files for Wireshark (draft-ietf-opsawg-pcapng).
//!
//! A packet of which all bytes are known is written as it is on the wire: its checksum is filled in, and a GSO frame is
//! divided. Of others the first bytes are written, with the length of all of them, so that nobody checks a checksum; a GSO
//! frame then is one packet with a comment.

mod blocks;
mod on_wire;
#[cfg(test)]
mod reader;
#[cfg(test)]
mod tests;

use std::time::Duration;

use blocks::Packet;

use super::merge::each_once;
use super::point::Point;
use super::record::{Fate, Record};

/// Writes a file with these records, whose interfaces are all points. The comment is that of the file.
pub(crate) fn file<'r>(
    records: impl IntoIterator<Item = &'r Record>,
    points: &[Point],
    comment: &str,
) -> Vec<u8> {
    let packets: Vec<Crossing<'_>> = records
        .into_iter()
        .map(|record| Crossing { record, interface: record.at, is_sent: false })
        .collect();
    let interfaces: Vec<usize> = (0..points.len()).collect();
    write(&packets, points, &interfaces, comment)
}

/// Writes a file with what a host has received and sent; returns `None` if that is nothing. What it has sent has the time at
/// which it has arrived at the next host, or was lost. A router's packets are there once: what it passes on is what it sends.
pub(crate) fn file_of_host(
    records: &[Record],
    points: &[Point],
    host: &str,
    comment: &str,
) -> Option<Vec<u8>> {
    let interfaces: Vec<usize> =
        (0..points.len()).filter(|&point| &*points[point].host == host).collect();
    let of_host = |record: &Record| {
        if interfaces.contains(&record.at) {
            return (record.fate == Fate::Arrived).then_some((record.at, false));
        }
        let sender = record.sender();
        let is_own = |&&at: &&usize| Some(points[at].mac) == sender && points[at].mac != [0; 6];
        interfaces.iter().find(is_own).map(|&at| (at, true))
    };
    let own = records.iter().filter(|record| of_host(record).is_some());
    let packets: Vec<Crossing<'_>> = each_once(own, points)
        .into_iter()
        .filter_map(|record| {
            let (interface, is_sent) = of_host(record)?;
            Some(Crossing { record, interface, is_sent })
        })
        .collect();
    (!packets.is_empty()).then(|| write(&packets, points, &interfaces, comment))
}

/// A packet that crosses an interface.
struct Crossing<'r> {
    record: &'r Record,
    /// A place in the points.
    interface: usize,
    is_sent: bool,
}

/// Writes a file with the packets of some interfaces, which are places in the points.
fn write(
    packets: &[Crossing<'_>],
    points: &[Point],
    interfaces: &[usize],
    comment: &str,
) -> Vec<u8> {
    let mut file = Vec::new();
    blocks::section(&mut file, comment);
    let first_bytes = first_bytes(packets);
    for &interface in interfaces {
        blocks::interface(&mut file, &points[interface], first_bytes);
    }
    blocks::names(&mut file, points);
    for crossing in packets {
        if let Some(number) = interfaces.iter().position(|&at| at == crossing.interface) {
            packet(&mut file, crossing, number as u32, points);
        }
    }
    let end = packets.last().map_or(Duration::ZERO, |last| last.record.time);
    for (number, &interface) in interfaces.iter().enumerate() {
        let count = |fate: fn(Fate) -> bool| {
            let of_interface = |crossing: &&Crossing<'_>| {
                crossing.interface == interface && !crossing.is_sent && fate(crossing.record.fate)
            };
            packets.iter().filter(of_interface).count() as u64
        };
        let (arrived, lost) =
            (count(|fate| fate == Fate::Arrived), count(|fate| fate != Fate::Arrived));
        blocks::statistics(&mut file, number as u32, end, arrived, lost);
    }
    file
}

/// Returns how much of a packet was recorded at most; 0 if everything was.
fn first_bytes(packets: &[Crossing<'_>]) -> u32 {
    let records = || packets.iter().map(|crossing| crossing.record);
    if records().all(|record| record.bytes.len() == record.len) {
        return 0;
    }
    records().map(|record| record.bytes.len()).max().unwrap_or(0) as u32
}

fn packet(file: &mut Vec<u8>, crossing: &Crossing<'_>, interface: u32, points: &[Point]) {
    let Crossing { record, is_sent, .. } = *crossing;
    let write = |file: &mut Vec<u8>, bytes: &[u8], len: usize, comments: &[String]| {
        let time = record.time;
        blocks::packet(file, &Packet { interface, time, bytes, len, is_sent, comments });
    };
    let mut comments = Vec::new();
    if let Fate::Lost(why) = record.fate {
        comments.push(match cable(record, points) {
            Some(cable) => format!("{why} (cable {cable})"),
            None => why.to_string(),
        });
    }
    if let Some(packets) = on_wire::packets(record) {
        for bytes in packets {
            write(file, &bytes, bytes.len(), &comments);
        }
        return;
    }
    let packets = record.wire_packets();
    if packets > 1 {
        comments.push(format!("{packets} packets on the wire (GSO)"));
    }
    write(file, &record.bytes, record.len, &comments);
}

/// Returns the name of the cable that a packet was on: that of its receiver, or, on the way to a switch, of its sender.
fn cable<'p>(record: &Record, points: &'p [Point]) -> Option<&'p str> {
    let of_sender = || points.iter().find(|point| Some(point.mac) == record.sender());
    let receiver = points.get(record.at)?;
    receiver.cable.as_deref().or_else(|| of_sender()?.cable.as_deref())
}
