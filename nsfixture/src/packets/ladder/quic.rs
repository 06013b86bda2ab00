//! Packets of QUIC with a short header (RFC 9000, section 17.3): they are known by their flow only.

use std::collections::HashSet;

use super::connections::Way;
use crate::packets::Record;
use crate::packets::decode::Decoded;

/// The flows that had a long header.
#[derive(Default)]
pub(super) struct Flows(HashSet<Way>);

impl Flows {
    /// Adds a packet, and returns what it means if it has a short header in one of the flows.
    pub(super) fn add(&mut self, record: &Record, decoded: &Decoded) -> Option<String> {
        let ([source, destination], [from, to]) = (decoded.addrs?, decoded.ports?);
        let mut ends = [(source, from), (destination, to)];
        ends.sort_unstable();
        if decoded.protocol == "QUIC" {
            self.0.insert(ends);
            return None;
        }
        let is_short = || record.view().payload().first().is_some_and(|first| first & 0xc0 == 0x40);
        let is_of_flow = decoded.protocol == "UDP" && self.0.contains(&ends) && is_short();
        is_of_flow.then(|| decoded.text.replacen("UDP", "QUIC", 1))
    }
}
