//! The header that a packet socket puts in front of each frame (`PACKET_VNET_HDR`, packet(7);
//! `struct virtio_net_hdr`, `linux/virtio_net.h`): what its sender has left to the network card.

use crate::wire::{Checksum, Offload, Segmentation};

/// The length of the header.
pub(super) const LEN: usize = 10;

/// A header as the kernel reads and writes it, in native byte order.
pub(crate) type Header = [u8; LEN];

const NEEDS_CSUM: u8 = 1;
const GSO_NONE: u8 = 0;
const GSO_TCPV4: u8 = 1;
const GSO_TCPV6: u8 = 4;
const GSO_UDP_L4: u8 = 5;
const GSO_ECN: u8 = 0x80;

// Where the fields are.
const HEADER_LEN: usize = 2;
const SEGMENT_SIZE: usize = 4;
const CSUM_START: usize = 6;
const CSUM_OFFSET: usize = 8;

/// Reads a header. `shift` bytes have been put into the frame since.
pub(super) fn read(header: &Header, shift: u16) -> Offload {
    let [flags, gso_type, ..] = *header;
    let word = |at: usize| u16::from_ne_bytes([header[at], header[at + 1]]);
    let kind = match gso_type & !GSO_ECN {
        GSO_TCPV4 => Some(Segmentation::Tcp4),
        GSO_TCPV6 => Some(Segmentation::Tcp6),
        GSO_UDP_L4 => Some(Segmentation::Udp),
        _ => None,
    };
    let start = word(CSUM_START).saturating_add(shift);
    let checksum = Checksum { start, offset: word(CSUM_OFFSET) };
    Offload {
        kind,
        segment_size: if kind.is_some() { word(SEGMENT_SIZE) } else { 0 },
        header_len: word(HEADER_LEN).saturating_add(shift),
        checksum: (flags & NEEDS_CSUM != 0).then_some(checksum),
        ecn: gso_type & GSO_ECN != 0,
    }
}

/// Writes a header.
pub(crate) fn write(offload: Offload) -> Header {
    let gso_type = match offload.kind {
        None => GSO_NONE,
        Some(Segmentation::Tcp4) => GSO_TCPV4,
        Some(Segmentation::Tcp6) => GSO_TCPV6,
        Some(Segmentation::Udp) => GSO_UDP_L4,
    };
    let ecn = if offload.ecn && offload.kind.is_some() { GSO_ECN } else { 0 };
    let mut header = [0; LEN];
    let mut set = |at: usize, word: u16| header[at..at + 2].copy_from_slice(&word.to_ne_bytes());
    set(HEADER_LEN, offload.header_len);
    set(SEGMENT_SIZE, offload.segment_size);
    if let Some(Checksum { start, offset }) = offload.checksum {
        set(CSUM_START, start);
        set(CSUM_OFFSET, offset);
        header[0] = NEEDS_CSUM;
    }
    header[1] = gso_type | ecn;
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let checksum = Some(Checksum { start: 34, offset: 16 });
        for kind in
            [None, Some(Segmentation::Tcp4), Some(Segmentation::Tcp6), Some(Segmentation::Udp)]
        {
            let segment_size = if kind.is_some() { 1448 } else { 0 };
            let offload =
                Offload { kind, segment_size, header_len: 66, checksum, ecn: kind.is_some() };
            assert_eq!(read(&write(offload), 0), offload);
        }
    }

    #[test]
    fn moves_by_what_was_put_in() {
        let checksum = Some(Checksum { start: 34, offset: 16 });
        let kind = Some(Segmentation::Tcp4);
        let offload = Offload { kind, segment_size: 1448, header_len: 66, checksum, ecn: false };
        let moved = read(&write(offload), 4);
        assert_eq!(moved.checksum, Some(Checksum { start: 38, offset: 16 }));
        assert_eq!(moved.header_len, 70);
    }
}
