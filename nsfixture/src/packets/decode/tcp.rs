//! TCP (RFC 9293).

use etherparse::{TcpOptionElement, TcpSlice};

use super::decoded::Decoded;
use super::segment::Segment;

/// Decodes a segment, of which `missing` bytes are unknown.
pub(super) fn decode(tcp: &TcpSlice<'_>, missing: usize) -> Decoded {
    let len = (tcp.payload().len() + missing) as u32;
    let segment = Segment {
        seq: tcp.sequence_number(),
        ack: tcp.ack().then(|| tcp.acknowledgment_number()),
        syn: tcp.syn(),
        fin: tcp.fin(),
        rst: tcp.rst(),
        len,
        window: tcp.window_size(),
        mss: tcp.options_iterator().find_map(|option| match option {
            Ok(TcpOptionElement::MaximumSegmentSize(mss)) => Some(mss),
            _ => None,
        }),
        has_payload: len > 0,
    };
    let ports = [tcp.source_port(), tcp.destination_port()];
    let text = format!("TCP {} → {}", ports[0], ports[1]);
    Decoded { ports: Some(ports), segment: Some(segment), ..Decoded::new("TCP", text) }
}
