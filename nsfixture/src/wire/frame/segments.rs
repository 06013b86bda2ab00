//! The packets that a frame becomes on the wire.

use std::ops::Range;

use super::headers::{Headers, Ip, Upper, Version};
use super::offload::{Checksum, Offload, Segmentation};

/// How a frame is divided into packets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segments {
    /// The number of packets, at least 1.
    pub(crate) count: u32,
    /// The length of the headers that each packet gets; 0 if the frame is not divided.
    pub(crate) header_len: usize,
    /// The payload of each packet but the last.
    size: usize,
    /// The length of the frame.
    len: usize,
}

impl Segments {
    /// Finds out how the kernel would divide a frame of `len` bytes.
    ///
    /// A frame whose headers and offload contradict each other stays whole.
    pub(crate) fn of(headers: &Headers, offload: &Offload, len: usize) -> Self {
        let whole = Self { count: 1, header_len: 0, size: len, len };
        let size = usize::from(offload.segment_size);
        let Some(header_len) = header_len(headers, offload, len) else { return whole };
        let payload = len - header_len;
        if size == 0 || payload <= size {
            return whole;
        }
        Self { count: payload.div_ceil(size) as u32, header_len, size, len }
    }

    /// Returns where the payload of some packets is in the frame.
    pub(crate) fn payload(&self, packets: &Range<u32>) -> Range<usize> {
        let at = |packet: u32| (self.header_len + packet as usize * self.size).min(self.len);
        at(packets.start)..at(packets.end)
    }

    /// Returns the position of a packet's payload in the payload of the frame.
    pub(crate) fn offset(&self, packet: u32) -> usize {
        packet as usize * self.size
    }

    /// Returns the length of a packet with all its headers.
    pub(crate) fn wire_len(&self, packet: u32) -> usize {
        self.header_len + self.payload(&(packet..packet + 1)).len()
    }
}

/// Returns the length of the headers of a frame that can be divided.
fn header_len(headers: &Headers, offload: &Offload, len: usize) -> Option<usize> {
    let ip = headers.ip?;
    let (header_len, field) = match (offload.kind?, ip.version, ip.upper) {
        (Segmentation::Tcp4, Version::V4, Upper::Tcp(tcp))
        | (Segmentation::Tcp6, Version::V6, Upper::Tcp(tcp)) => (tcp.len, 16),
        (Segmentation::Udp, _, Upper::Udp) => (8, 6),
        _ => return None,
    };
    let checksum = Checksum { start: ip.upper_start.try_into().ok()?, offset: field };
    let is_consistent =
        offload.checksum == Some(checksum) && ip.is_complete && ip.end == len && fits(&ip, len);
    let header_len = ip.upper_start + header_len;
    (is_consistent && header_len <= MAX_HEADERS.min(len)).then_some(header_len)
}

/// The longest headers that are rewritten: Ethernet with three tags, and the longest of IP and TCP.
pub(crate) const MAX_HEADERS: usize = 14 + 12 + 60 + 60;

/// Returns whether the lengths of the frame can be written into its IP header.
fn fits(ip: &Ip, len: usize) -> bool {
    let fixed = match ip.version {
        Version::V4 => 0,
        Version::V6 => 40,
    };
    u16::try_from(len - ip.start - fixed).is_ok()
}
