//! A packet that goes back to where another one came from.

use crate::wire::frame::{Received, Version, fold, sum};

/// What is in the IP packet of a reply.
pub(super) struct Message {
    /// The number of its protocol.
    pub(super) protocol: u8,
    /// The message, its checksum zero.
    pub(super) bytes: Vec<u8>,
    /// Where the checksum is.
    pub(super) checksum: usize,
    /// Whether the checksum is also that of a pseudo-header.
    pub(super) has_pseudo_header: bool,
    /// The fields of an IPv4 header: the type of service, the identification, and the flags.
    pub(super) ipv4: Ipv4Fields,
}

/// Fields of an IPv4 header.
#[derive(Default)]
pub(super) struct Ipv4Fields {
    pub(super) tos: u8,
    pub(super) id: u16,
    pub(super) flags: u8,
}

/// The TTL, or the hop limit: the default of Linux.
const HOPS: u8 = 64;

/// Returns a frame that goes back to the sender of an IP packet, from the address that the packet was sent to: a
/// cable has none of its own, and a host takes this one for an address behind the interface.
pub(super) fn reply(frame: &Received<'_>, message: Message) -> Option<Vec<u8>> {
    let ip = frame.headers.ip?;
    let packet = frame.bytes();
    let Message { protocol, mut bytes, checksum, has_pseudo_header, ipv4 } = message;
    let (at, size) = match ip.version {
        Version::V4 => (ip.start + 12, 4),
        Version::V6 => (ip.start + 8, 16),
    };
    let addresses = [packet.get(at + size..at + 2 * size)?, packet.get(at..at + size)?].concat();
    let mut total = u64::from(sum(&bytes));
    if has_pseudo_header {
        total += u64::from(sum(&addresses)) + bytes.len() as u64 + u64::from(protocol);
    }
    bytes.get_mut(checksum..checksum + 2)?.copy_from_slice(&(!fold(total)).to_be_bytes());

    // Tags stay.
    let mut reply = [packet.get(6..12)?, packet.get(..6)?, packet.get(12..ip.start)?].concat();
    let start = reply.len();
    match ip.version {
        Version::V4 => {
            let length = u16::try_from(20 + bytes.len()).ok()?;
            reply.extend([0x45, ipv4.tos]);
            reply.extend(length.to_be_bytes());
            reply.extend(ipv4.id.to_be_bytes());
            reply.extend([ipv4.flags, 0, HOPS, protocol, 0, 0]);
            reply.extend(addresses);
            let checksum = !sum(&reply[start..]);
            reply[start + 10..start + 12].copy_from_slice(&checksum.to_be_bytes());
        }
        Version::V6 => {
            reply.extend([0x60, 0, 0, 0]);
            reply.extend(u16::try_from(bytes.len()).ok()?.to_be_bytes());
            reply.extend([protocol, HOPS]);
            reply.extend(addresses);
        }
    }
    reply.extend(bytes);
    Some(reply)
}
