//! Segmentation as a network card does it, one byte after the other, independent of the engine.

use super::build::{CWR, FIN, Owned, PSH};
use crate::wire::Offload;

/// Adds up 16-bit words in one's complement arithmetic.
pub(super) fn sum(bytes: &[u8]) -> u16 {
    let mut total = 0_u32;
    for (at, byte) in bytes.iter().enumerate() {
        total += u32::from(*byte) << if at % 2 == 0 { 8 } else { 0 };
        total = (total & 0xffff) + (total >> 16);
    }
    total as u16
}

/// Returns the packets that a frame is on the wire, with all their checksums.
pub(super) fn packets(frame: &Owned) -> Vec<Vec<u8>> {
    let Offload { kind, segment_size, checksum, .. } = frame.offload;
    let Some(checksum) = checksum else { return vec![frame.bytes.clone()] };
    let upper = usize::from(checksum.start);
    let field = upper + usize::from(checksum.offset);
    let is_udp = checksum.offset == 6;
    let header = upper + if is_udp { 8 } else { usize::from(frame.bytes[upper + 12] >> 4) * 4 };
    let ip = ip_start(&frame.bytes);
    let is_v6 = frame.bytes[ip] >> 4 == 6;
    let size = if kind.is_some() { usize::from(segment_size) } else { usize::MAX };
    let payloads: Vec<&[u8]> = match &frame.bytes[header..] {
        [] => vec![&[]],
        payload => payload.chunks(size).collect(),
    };
    let last = payloads.len() - 1;
    let segment = |(at, payload): (usize, &&[u8])| {
        let mut bytes = frame.bytes[..header].to_vec();
        if is_v6 {
            put(&mut bytes, ip + 4, header + payload.len() - ip - 40);
        } else {
            put(&mut bytes, ip + 2, header + payload.len() - ip);
            let id = get(&bytes, ip + 4) + at;
            put(&mut bytes, ip + 4, id);
            put(&mut bytes, ip + 10, 0);
            let end = ip + usize::from(bytes[ip] & 15) * 4;
            let checksum = !sum(&bytes[ip..end]);
            put(&mut bytes, ip + 10, checksum.into());
        }
        if is_udp {
            put(&mut bytes, upper + 4, 8 + payload.len());
        } else {
            let sequence = u32::from_be_bytes(bytes[upper + 4..upper + 8].try_into().expect("4"));
            let sequence = sequence.wrapping_add((at * size.min(1 << 20)) as u32);
            bytes[upper + 4..upper + 8].copy_from_slice(&sequence.to_be_bytes());
            bytes[upper + 13] &= !if at < last { FIN | PSH } else { 0 };
            bytes[upper + 13] &= !if at > 0 { CWR } else { 0 };
        }
        bytes.extend(*payload);
        // From scratch, addresses and all.
        let addresses = if is_v6 { &bytes[ip + 8..ip + 40] } else { &bytes[ip + 12..ip + 20] };
        let len = bytes.len() - upper;
        let mut pseudo = addresses.to_vec();
        pseudo.extend([0, if is_udp { 17 } else { 6 }]);
        pseudo.extend((len as u16).to_be_bytes());
        put(&mut bytes, field, 0);
        pseudo.extend(&bytes[upper..]);
        let checksum = !sum(&pseudo);
        // The field itself was left to the engine and must have been right.
        put(&mut bytes, field, if checksum == 0 { 0xffff } else { checksum.into() });
        bytes
    };
    payloads.iter().enumerate().map(segment).collect()
}

/// Returns whether the checksum field of a frame holds the sum of its pseudo-header.
pub(super) fn has_pseudo_sum(frame: &Owned) -> bool {
    let checksum = frame.offload.checksum.expect("a checksum");
    let upper = usize::from(checksum.start);
    let ip = ip_start(&frame.bytes);
    let is_v6 = frame.bytes[ip] >> 4 == 6;
    let addresses =
        if is_v6 { &frame.bytes[ip + 8..ip + 40] } else { &frame.bytes[ip + 12..ip + 20] };
    let mut pseudo = addresses.to_vec();
    pseudo.extend([0, if checksum.offset == 6 { 17 } else { 6 }]);
    pseudo.extend(((frame.bytes.len() - upper) as u16).to_be_bytes());
    let found = get(&frame.bytes, upper + usize::from(checksum.offset));
    // Zero has two representations.
    found % 0xffff == usize::from(sum(&pseudo)) % 0xffff
}

fn ip_start(bytes: &[u8]) -> usize {
    let mut at = 12;
    while bytes[at..at + 2] == [0x81, 0x00] {
        at += 4;
    }
    at + 2
}

fn get(bytes: &[u8], at: usize) -> usize {
    usize::from(bytes[at]) << 8 | usize::from(bytes[at + 1])
}

fn put(bytes: &mut [u8], at: usize, value: usize) {
    bytes[at..at + 2].copy_from_slice(&(value as u16).to_be_bytes());
}
