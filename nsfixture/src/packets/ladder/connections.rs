//! What is known of TCP connections: relative numbers, and what is sent again.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::IpAddr;

use crate::packets::decode::Segment;

/// One direction of a connection: the ends that it goes from and to.
pub(super) type Way = [(IpAddr, u16); 2];

/// All connections.
#[derive(Default)]
pub(super) struct Connections {
    /// The first number of each direction.
    first: HashMap<Way, u32>,
    /// The end of what was sent, for each direction and each point that it has reached.
    ends: HashMap<(Way, usize), u32>,
}

/// What a segment is in its connection.
pub(super) struct Meaning {
    pub(super) text: String,
    /// Whether all of it has been sent before.
    pub(super) is_again: bool,
}

impl Connections {
    /// Returns what a segment means that reaches a point, or was to reach it.
    pub(super) fn add(&mut self, way: Way, at: usize, segment: &Segment) -> Meaning {
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
        let takes = segment.end() != segment.seq;
        let end = self.ends.entry((way, at)).or_insert(segment.seq);
        // Numbers wrap around.
        let is_new = (segment.end().wrapping_sub(*end) as i32) > 0;
        if is_new || segment.syn {
            *end = segment.end();
        }
        Meaning { text: describe(segment, first, others), is_again: takes && !is_new && !segment.rst }
    }
}

fn describe(segment: &Segment, first: u32, others_first: Option<u32>) -> String {
    let mut words: Vec<&str> = Vec::new();
    for (is_set, word) in [(segment.syn, "SYN"), (segment.fin, "FIN"), (segment.rst, "RST")] {
        if is_set {
            words.push(word);
        }
    }
    let ack = segment.ack.zip(others_first).map(|(ack, first)| ack.wrapping_sub(first));
    let is_ack = segment.is_ack();
    if segment.ack.is_some() && (segment.syn || is_ack) {
        words.push("ACK");
    }
    let mut text = words.join(" ");
    if let (true, Some(ack)) = (is_ack, ack) {
        let _infallible = write!(text, " {ack}");
    }
    if segment.len > 0 {
        let separator = if text.is_empty() { "" } else { " " };
        let seq = segment.seq.wrapping_sub(first);
        let _infallible = write!(text, "{separator}seq {seq} len {}", segment.len);
    }
    if let Some(mss) = segment.mss.filter(|_| segment.syn) {
        let _infallible = write!(text, ", MSS {mss}");
    }
    if segment.window == 0 && !segment.rst && !segment.syn {
        text.push_str(", zero window");
    }
    text
}
