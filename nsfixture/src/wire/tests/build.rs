//! Frames as hosts send them.

use crate::wire::hash::mix;
use crate::wire::{Checksum, Frame, Offload, Segmentation};

pub(super) const FIN: u8 = 0x01;
pub(super) const SYN: u8 = 0x02;
pub(super) const PSH: u8 = 0x08;
pub(super) const ACK: u8 = 0x10;
pub(super) const CWR: u8 = 0x80;

/// What is in a frame. The default is a TCP segment over IPv4 with 100 bytes.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent")]
pub(super) struct Spec {
    pub(super) is_v6: bool,
    pub(super) is_udp: bool,
    /// The number of VLAN tags.
    pub(super) tags: usize,
    /// Whether the IP header has options, or an extension header follows it.
    pub(super) has_options: bool,
    /// Whether the server sends it.
    pub(super) is_reply: bool,
    pub(super) client_port: u16,
    pub(super) server_port: u16,
    pub(super) sequence: u32,
    pub(super) acknowledgement: u32,
    pub(super) flags: u8,
    pub(super) ecn: u8,
    pub(super) id: u16,
    pub(super) payload: usize,
    /// The payload of each segment; 0 if the frame is not one of GSO.
    pub(super) segment: u16,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            is_v6: false,
            is_udp: false,
            tags: 0,
            has_options: false,
            is_reply: false,
            client_port: 40_000,
            server_port: 80,
            sequence: 1001,
            acknowledgement: 2001,
            flags: ACK,
            ecn: 0,
            id: 7,
            payload: 100,
            segment: 0,
        }
    }
}

/// A frame that owns its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owned {
    pub(super) bytes: Vec<u8>,
    pub(super) offload: Offload,
}

impl Owned {
    pub(super) fn frame(&self) -> Frame<'_> {
        Frame { bytes: &self.bytes, offload: self.offload }
    }
}

impl Spec {
    /// The frame, its checksum left to the network card.
    pub(super) fn build(&self) -> Owned {
        let mut bytes = vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2];
        for tag in 0..self.tags {
            bytes.extend([0x81, 0x00, 0x00, 10 + tag as u8]);
        }
        let (protocol, header) = if self.is_udp { (17, 8) } else { (6, 32) };
        let upper_len = header + self.payload;
        let addresses = if self.is_v6 {
            self.ipv6(&mut bytes, protocol, upper_len)
        } else {
            self.ipv4(&mut bytes, protocol, upper_len)
        };
        let start = bytes.len();
        self.upper(&mut bytes, upper_len);
        let offset = if self.is_udp { 6 } else { 16 };
        let pseudo = addresses
            .chunks(2)
            .map(|word| u32::from(word[0]) << 8 | u32::from(word[1]))
            .sum::<u32>()
            + u32::from(protocol)
            + upper_len as u32;
        let pseudo = (pseudo & 0xffff) + (pseudo >> 16);
        let pseudo = (pseudo & 0xffff) + (pseudo >> 16);
        bytes[start + offset..start + offset + 2].copy_from_slice(&(pseudo as u16).to_be_bytes());
        let origin = u64::from(self.sequence);
        bytes.extend((0..self.payload as u64).map(|at| mix(origin + at) as u8));
        let kind = match (self.is_udp, self.is_v6) {
            (true, _) => Segmentation::Udp,
            (false, false) => Segmentation::Tcp4,
            (false, true) => Segmentation::Tcp6,
        };
        let offload = Offload {
            kind: (self.segment > 0).then_some(kind),
            segment_size: self.segment,
            header_len: (start + header) as u16,
            checksum: Some(Checksum { start: start as u16, offset: offset as u16 }),
            ecn: self.segment > 0 && self.flags & CWR != 0,
        };
        Owned { bytes, offload }
    }

    fn ipv4(&self, bytes: &mut Vec<u8>, protocol: u8, upper_len: usize) -> Vec<u8> {
        bytes.extend([0x08, 0x00]);
        let start = bytes.len();
        let len = if self.has_options { 24 } else { 20 };
        bytes.extend([0x40 | (len / 4), self.ecn]);
        bytes.extend((u16::from(len) + upper_len as u16).to_be_bytes());
        bytes.extend(self.id.to_be_bytes());
        bytes.extend([0x40, 0, 64, protocol, 0, 0]);
        let (client, server) = ([10, 0, 0, 1], [10, 0, 0, 2]);
        let addresses =
            if self.is_reply { [server, client].concat() } else { [client, server].concat() };
        bytes.extend(&addresses);
        if self.has_options {
            bytes.extend([1, 1, 1, 0]);
        }
        let sum = super::naive::sum(&bytes[start..]);
        bytes[start + 10..start + 12].copy_from_slice(&(!sum).to_be_bytes());
        addresses
    }

    fn ipv6(&self, bytes: &mut Vec<u8>, protocol: u8, upper_len: usize) -> Vec<u8> {
        bytes.extend([0x86, 0xdd, 0x60, self.ecn << 4, 0, 0]);
        let options = if self.has_options { 8 } else { 0 };
        bytes.extend((options + upper_len as u16).to_be_bytes());
        // Destination options.
        bytes.extend([if self.has_options { 60 } else { protocol }, 64]);
        let (mut client, mut server) = ([0; 16], [0; 16]);
        (client[0], client[15], server[0], server[15]) = (0xfd, 1, 0xfd, 2);
        let addresses =
            if self.is_reply { [server, client].concat() } else { [client, server].concat() };
        bytes.extend(&addresses);
        if self.has_options {
            bytes.extend([protocol, 0, 1, 4, 0, 0, 0, 0]);
        }
        addresses
    }

    fn upper(&self, bytes: &mut Vec<u8>, upper_len: usize) {
        let (source, destination) = if self.is_reply {
            (self.server_port, self.client_port)
        } else {
            (self.client_port, self.server_port)
        };
        bytes.extend(source.to_be_bytes());
        bytes.extend(destination.to_be_bytes());
        if self.is_udp {
            bytes.extend((upper_len as u16).to_be_bytes());
            bytes.extend([0, 0]);
            return;
        }
        bytes.extend(self.sequence.to_be_bytes());
        bytes.extend(self.acknowledgement.to_be_bytes());
        bytes.extend([0x80, self.flags, 0xff, 0xff, 0, 0, 0, 0]);
        // Timestamps.
        bytes.extend([1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2]);
    }
}

/// An ARP request.
pub(super) fn arp() -> Owned {
    let mut bytes = vec![0xff; 6];
    bytes.extend([2, 0, 0, 0, 0, 1, 0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1]);
    bytes.extend([2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2]);
    Owned { bytes, offload: Offload::default() }
}

/// An ICMP message of a type, over IPv6 as ICMPv6.
pub(super) fn icmp(is_v6: bool, kind: u8) -> Owned {
    let mut owned = Spec { is_v6, is_udp: true, payload: 20, ..Spec::default() }.build();
    let start = if is_v6 { 54 } else { 34 };
    owned.bytes[if is_v6 { 20 } else { 23 }] = if is_v6 { 58 } else { 1 };
    if !is_v6 {
        correct_header(&mut owned.bytes);
    }
    owned.bytes[start] = kind;
    owned.bytes[start + 1] = 0;
    owned.offload = Offload::default();
    owned
}

/// A fragment of a datagram over IPv4, from `offset` on.
pub(super) fn fragment(offset: u16) -> Owned {
    let mut owned = Spec { is_udp: true, payload: 800, ..Spec::default() }.build();
    owned.bytes[20..22].copy_from_slice(&(0x2000 | (offset / 8)).to_be_bytes());
    correct_header(&mut owned.bytes);
    owned.offload = Offload::default();
    owned
}

/// Corrects the checksum of the IPv4 header in a frame without tags.
pub(super) fn correct_header(bytes: &mut [u8]) {
    let len = usize::from(bytes[14] & 0x0f) * 4;
    let header = &mut bytes[14..14 + len];
    header[10..12].fill(0);
    let checksum = !super::naive::sum(header);
    header[10..12].copy_from_slice(&checksum.to_be_bytes());
}
