//! The headers of some of the packets that a frame becomes.

use std::ops::Range;

use super::checksum::{fold, replace, sum};
use super::headers::{Headers, Ip, Upper, Version};
use super::packet::Head;
use super::segments::Segments;

const FIN: u8 = 0x01;
const PSH: u8 = 0x08;
const CWR: u8 = 0x80;

/// Returns the headers that the frame with `packets` of a GSO frame has, which may be a GSO frame itself.
pub(crate) fn headers(
    frame: &[u8],
    headers: &Headers,
    segments: &Segments,
    packets: &Range<u32>,
) -> Head {
    let mut head = Head::new(&frame[..segments.header_len]);
    let Some(ip) = headers.ip else { return head };
    let payload = segments.payload(packets).len();
    match ip.version {
        Version::V4 => {
            write(&mut head, ip.start + 2, (segments.header_len + payload - ip.start) as u16);
            // The kernel numbers the packets of a GSO frame.
            let id = read(frame, ip.start + 4).wrapping_add(packets.start as u16);
            write(&mut head, ip.start + 4, id);
            checksum(&mut head, &ip);
        }
        Version::V6 => {
            write(&mut head, ip.start + 4, (segments.header_len + payload - ip.start - 40) as u16);
        }
    }
    let at = ip.upper_start;
    let upper_len = |payload: usize| (segments.header_len - at + payload) as u16;
    let (new, old) = (upper_len(payload), upper_len(frame.len() - segments.header_len));
    let field = if let Upper::Tcp(tcp) = ip.upper {
        let sequence = tcp.sequence.wrapping_add(segments.offset(packets.start) as u32);
        head[at + 4..at + 8].copy_from_slice(&sequence.to_be_bytes());
        if packets.end < segments.count {
            head[at + 13] &= !(FIN | PSH);
        }
        if packets.start > 0 {
            head[at + 13] &= !CWR;
        }
        at + 16
    } else {
        write(&mut head, at + 4, new);
        at + 6
    };
    // The field holds the sum of the pseudo-header, in which only the length is another.
    write(&mut head, field, replace(read(frame, field), old, new));
    head
}

/// Sets the ECN field to "congestion experienced" in headers that begin like those of a frame.
pub(crate) fn mark(head: &mut [u8], ip: &Ip) {
    match ip.version {
        Version::V4 => {
            let old = read(head, ip.start);
            head[ip.start + 1] |= 0b11;
            let sum = replace(!read(head, ip.start + 10), old, read(head, ip.start));
            write(head, ip.start + 10, !sum);
        }
        // The traffic class lies across the first two bytes.
        Version::V6 => head[ip.start + 1] |= 0b11 << 4,
    }
}

/// Returns whether the sender of a packet said that it understands marks.
pub(crate) fn can_be_marked(frame: &[u8], ip: &Ip) -> bool {
    let byte = frame[ip.start + 1];
    match ip.version {
        Version::V4 => byte & 0b11 != 0,
        Version::V6 => byte & (0b11 << 4) != 0,
    }
}

fn checksum(head: &mut [u8], ip: &Ip) {
    write(head, ip.start + 10, 0);
    let len = usize::from(head[ip.start] & 0x0f) * 4;
    let sum = fold(sum(&head[ip.start..ip.start + len]).into());
    write(head, ip.start + 10, !sum);
}

fn read(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

fn write(bytes: &mut [u8], at: usize, value: u16) {
    bytes[at..at + 2].copy_from_slice(&value.to_be_bytes());
}
