//! Fragments of IPv4 packets (RFC 791).

use super::checksum::sum;
use super::headers::{Ip, Version};
use super::received::Received;

/// "More fragments", among the flags.
const MORE: u16 = 0x2000;
/// "Don't fragment".
const DONT: u16 = 0x4000;
/// The bits of the offset, which is in units of 8 bytes.
const OFFSET: u16 = 0x1fff;

/// Returns the fragments of a packet, each of at most `mtu` bytes; `None` if it may not be fragmented: it is one of
/// IPv6, or its sender forbids that.
///
/// The packet is alone in its frame, with a checksum that is filled in.
pub(crate) fn fragments(frame: &Received<'_>, mtu: usize) -> Option<Vec<Vec<u8>>> {
    let Ip { version, start, end, is_complete, .. } = frame.headers.ip?;
    let bytes = frame.bytes();
    let header_len = usize::from(bytes.get(start)? & 0x0f) * 4;
    let header = bytes.get(start..start + header_len)?;
    let field = u16::from_be_bytes([*header.get(6)?, *header.get(7)?]);
    // A header that is not as it was sent is not made right.
    let is_right = is_complete && sum(header) == 0xffff;
    if version != Version::V4 || field & DONT != 0 || !is_right {
        return None;
    }
    let payload = bytes.get(start + header_len..end)?;
    let options = copied_options(&header[20..]);
    let mut fragments = Vec::new();
    let mut at = 0;
    while at < payload.len() {
        let options = if at == 0 { &header[20..] } else { &options[..] };
        let room = mtu.checked_sub(20 + options.len()).filter(|room| *room >= 8)?;
        let rest = payload.len() - at;
        // Each but the last has whole units.
        let size = if rest <= room { rest } else { room / 8 * 8 };
        let more = if size < rest { MORE } else { field & MORE };
        let offset = (field & OFFSET).checked_add(u16::try_from(at / 8).ok()?)?;
        let head = self::header(&header[..20], options, size, more | offset)?;
        fragments.push([&bytes[..start], &head[..], &payload[at..at + size]].concat());
        at += size;
    }
    Some(fragments)
}

/// Returns the header of a fragment.
fn header(fixed: &[u8], options: &[u8], payload: usize, field: u16) -> Option<Vec<u8>> {
    let mut head = [fixed, options].concat();
    head[0] = 0x40 | u8::try_from(head.len() / 4).ok()?;
    let len = u16::try_from(head.len() + payload).ok()?;
    head[2..4].copy_from_slice(&len.to_be_bytes());
    head[6..8].copy_from_slice(&field.to_be_bytes());
    head[10..12].fill(0);
    let checksum = !sum(&head);
    head[10..12].copy_from_slice(&checksum.to_be_bytes());
    Some(head)
}

/// Returns the options that every fragment has, padded with ends of the list: those with the flag "copied".
fn copied_options(mut options: &[u8]) -> Vec<u8> {
    const END: u8 = 0;
    const NO_OPERATION: u8 = 1;
    const COPIED: u8 = 0x80;
    let mut copied = Vec::new();
    while let [kind, rest @ ..] = options {
        let len = match (*kind, rest) {
            (END, _) => break,
            (NO_OPERATION, _) => 1,
            (_, [len, ..]) => usize::from(*len),
            (_, []) => break,
        };
        // What cannot be read ends them.
        let (Some(option), true) = (options.get(..len), len > 0) else { break };
        if kind & COPIED != 0 {
            copied.extend(option);
        }
        options = &options[len..];
    }
    copied.resize(copied.len().next_multiple_of(4), END);
    copied
}
