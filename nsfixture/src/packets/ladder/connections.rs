//! What is known of TCP connections: relative numbers, and what is sent again.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::IpAddr;

use super::sent::Sent;
use crate::packets::decode::Segment;

/// One direction of a connection: the ends that it goes from and to.
pub(super) type Way = [(IpAddr, u16); 2];

/// All connections.
#[derive(Default)]
pub(super) struct Connections {
    /// The first number of each direction.
    first: HashMap<Way, u32>,
    /// What was sent, for each direction and each point that it has reached, or was to reach.
    sent: HashMap<(Way, usize), Sent>,
}

/// What a segment is in its connection.
pub(super) struct Meaning {
    pub(super) text: String,
    pub(super) again: Option<Again>,
}

/// How a segment is one that was sent before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// All of its sequence numbers were.
    Retransmission,
    /// All of its bytes are those of a packet before, the fields that each packet has for itself included.
    Duplicate,
}

impl Connections {
    /// Returns what a segment means that reaches a point, or was to reach it. `print` stands for all of its bytes.
    pub(super) fn add(&mut self, way: Way, at: usize, segment: &Segment, print: u64) -> Meaning {
        // The first number of the sequence is that of a SYN, or the one before the first data that are seen.
        let first = segment.seq.wrapping_sub(u32::from(!segment.syn));
        let first = if segment.syn {
            self.first.insert(way, first);
            first
        } else {
            *self.first.entry(way).or_insert(first)
        };
        let [from, to] = way;
        let others = self.first.get(&[to, from]).copied();
        let sent = self.sent.entry((way, at)).or_insert_with(|| Sent::new(segment.seq));
        if segment.syn && !sent.begins_at(segment.seq) {
            // A connection between the same ports as an earlier one.
            *sent = Sent::new(segment.seq);
        }
        let is_duplicate = !sent.is_first_print(print);
        let is_again = !sent.add(segment.seq, segment.end()) && !segment.rst;
        let again = match (is_again, is_duplicate) {
            (true, true) => Some(Again::Duplicate),
            (true, false) => Some(Again::Retransmission),
            _ => None,
        };
        Meaning { text: describe(segment, first, others), again }
    }
}

fn describe(segment: &Segment, first: u32, others_first: Option<u32>) -> String {
    let mut words: Vec<String> = Vec::new();
    for (is_set, word) in [(segment.syn, "SYN"), (segment.fin, "FIN"), (segment.rst, "RST")] {
        if is_set {
            words.push(word.to_owned());
        }
    }
    if segment.len > 0 {
        words.push(format!("seq {}", segment.seq.wrapping_sub(first)));
    }
    if let Some(ack) = segment.ack {
        let ack = others_first.map(|first| ack.wrapping_sub(first));
        match ack {
            // It is always 1.
            _ if segment.syn => words.push("ACK".to_owned()),
            Some(ack) if segment.is_ack() => words.push(format!("ACK {ack}")),
            None if segment.is_ack() => words.push("ACK".to_owned()),
            Some(ack) if !segment.rst => words.push(format!("ack {ack}")),
            _ => {}
        }
    }
    if segment.len > 0 {
        words.push(format!("len {}", segment.len));
    }
    let mut text = words.join(" ");
    if let Some(mss) = segment.mss.filter(|_| segment.syn) {
        let _infallible = write!(text, ", MSS {mss}");
    }
    if segment.window == 0 && !segment.rst && !segment.syn {
        text.push_str(", zero window");
    }
    text
}
