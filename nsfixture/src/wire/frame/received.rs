//! A frame that was received, and parts of it.

use std::ops::Range;
use std::sync::Arc;

use super::bit::bit_of;
use super::bytes::Bytes;
use super::checksum::complete;
use super::headers::Headers;
use super::offload::{Frame, Offload};
use super::packet::{Head, Packet};
use super::rewrite;
use super::segments::Segments;

/// A frame with its parsed headers.
#[derive(Debug, Clone)]
pub(crate) struct Received<'a> {
    bytes: Bytes<'a>,
    pub(crate) headers: Headers,
    offload: Offload,
    pub(crate) segments: Segments,
}

/// Adjacent packets of a frame that share their way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) packets: Range<u32>,
    /// Whether they are marked: congestion experienced.
    pub(crate) is_marked: bool,
}

/// The length of an Ethernet header, without tags.
const ETHERNET: usize = 14;

impl<'a> Received<'a> {
    /// Parses a frame.
    pub(crate) fn new(frame: Frame<'a>) -> Self {
        let headers = Headers::parse(frame.bytes);
        let segments = Segments::of(&headers, &frame.offload, frame.bytes.len());
        let bytes = Bytes::Borrowed(frame.bytes);
        Self { bytes, headers, offload: frame.offload, segments }
    }

    /// Returns the bytes of the frame.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the length of one of its packets from its IP header on, if it has one.
    pub(crate) fn ip_len(&self, packet: u32) -> Option<usize> {
        let ip = self.headers.ip?;
        let end = if self.segments.count > 1 { self.segments.wire_len(packet) } else { ip.end };
        Some(end - ip.start)
    }

    /// Returns the length of a packet after the Ethernet header.
    pub(crate) fn len(&self, packet: u32) -> usize {
        self.segments.wire_len(packet).saturating_sub(ETHERNET)
    }

    /// Returns true if one of its packets is longer than this from its IP header on.
    pub(crate) fn is_longer_than(&self, len: usize) -> bool {
        // The first is as long as any other.
        self.ip_len(0).is_some_and(|first| first > len)
    }

    /// Returns a frame that is not one that was received, without offload.
    pub(crate) fn made(bytes: Vec<u8>) -> Received<'static> {
        let (headers, offload) = (Headers::parse(&bytes), Offload::default());
        let segments = Segments::of(&headers, &offload, bytes.len());
        Received { bytes: Bytes::Shared(Arc::from(bytes)), headers, offload, segments }
    }

    /// Returns whether its packets can be marked instead of being dropped.
    pub(crate) fn can_be_marked(&self) -> bool {
        self.headers.ip.is_some_and(|ip| rewrite::can_be_marked(&self.bytes, &ip))
    }

    /// Returns whether both are the same frame.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.bytes.is(&other.bytes)
    }

    /// Returns the frame with bytes that can be kept; copies them the first time.
    pub(crate) fn keep(&mut self) -> Received<'static> {
        let Self { headers, offload, segments, .. } = *self;
        Received { bytes: self.bytes.keep(), headers, offload, segments }
    }

    /// Returns some of the packets as a frame to be sent.
    pub(crate) fn packet(&self, part: &Part) -> Packet<'a> {
        let Self { bytes, headers, segments, .. } = self;
        let mut offload = self.offload;
        let packets = &part.packets;
        let wire_packets = packets.len() as u32;
        let (mut head, mut body) = if wire_packets == segments.count {
            (Head::new(&[]), 0..bytes.len())
        } else {
            let head = rewrite::headers(bytes, headers, segments, packets);
            (head, segments.payload(packets))
        };
        if wire_packets < segments.count {
            offload.ecn &= packets.start == 0;
            offload.header_len = segments.header_len as u16;
            if wire_packets == 1 {
                offload = Offload { checksum: offload.checksum, ..Offload::default() };
            }
        }
        if let (true, Some(ip)) = (part.is_marked, headers.ip) {
            if head.is_empty() {
                // The fixed part of either IP header is enough.
                body.start = ip.start + 20;
                head = Head::new(&bytes[..body.start]);
            }
            rewrite::mark(&mut head, &ip);
        }
        Packet { head, bytes: bytes.clone(), body, offload, wire_packets }
    }

    /// Returns a packet as it is on the wire, its checksum filled in; nothing if it is too long to be sent without
    /// offload.
    pub(crate) fn on_wire(&self, packet: u32) -> Option<Vec<u8>> {
        let part = Part { packets: packet..packet + 1, is_marked: false };
        let sent = self.packet(&part);
        if sent.offload.kind.is_some() {
            return None;
        }
        let mut bytes = [sent.head(), sent.body()].concat();
        if let Some(checksum) = sent.offload.checksum {
            let start = usize::from(checksum.start);
            complete(&mut bytes, start, start + usize::from(checksum.offset));
        }
        Some(bytes)
    }

    /// Returns a copy of a packet with one bit flipped, chosen by `draw`; nothing if there is no bit, or if the packet
    /// is too long to be sent without offload.
    pub(crate) fn corrupt(&self, packet: u32, draw: u64) -> Option<Received<'static>> {
        // Otherwise the kernel would fill in a checksum that is right again.
        let mut bytes = self.on_wire(packet)?;
        let bits = bytes.len().checked_sub(ETHERNET).filter(|&len| len > 0)? as u64 * 8;
        let bit = bit_of(draw, bits) as usize;
        bytes[ETHERNET + bit / 8] ^= 1 << (bit % 8);
        let segments = Segments::of(&self.headers, &Offload::default(), bytes.len());
        let bytes = Bytes::Shared(Arc::from(bytes));
        Some(Received { bytes, headers: self.headers, offload: Offload::default(), segments })
    }
}
