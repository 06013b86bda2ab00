//! Checksums that are wrong.

use etherparse::{LaxNetSlice, LaxSlicedPacket};

use super::record::Record;
use crate::wire::{fold, sum};

const ICMP: u8 = 1;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMPV6: u8 = 58;

/// Returns whether the checksum of an IP header, or of what is in it, is wrong. What is not known in full, or is left to the
/// network card, is not.
pub(super) fn is_wrong(record: &Record) -> bool {
    let is_known = record.bytes.len() == record.len && record.offload.checksum.is_none();
    is_known && check(&record.bytes) == Some(false)
}

/// Returns whether the checksums of a packet are right, if it has any.
fn check(frame: &[u8]) -> Option<bool> {
    let packet = LaxSlicedPacket::from_ethernet(frame).ok()?;
    let net = packet.net.as_ref()?;
    let payload = net.ip_payload_ref()?;
    let (addrs, header) = match net {
        LaxNetSlice::Ipv4(ip) => (ip.header().slice().get(12..20)?, Some(ip.header().slice())),
        LaxNetSlice::Ipv6(ip) => (ip.header().slice().get(8..40)?, None),
        LaxNetSlice::Arp(_) => return None,
    };
    if header.is_some_and(|header| sum(header) != 0xffff) {
        return Some(false);
    }
    if payload.incomplete || payload.fragmented {
        return None;
    }
    let (number, bytes) = (payload.ip_number.0, payload.payload);
    let has_pseudo_header = match number {
        // Zero means that there is none (RFC 768).
        UDP if bytes.get(6..8)? == [0, 0] => return None,
        TCP | UDP | ICMPV6 => true,
        ICMP => false,
        _ => return None,
    };
    let mut total = u64::from(sum(bytes));
    if has_pseudo_header {
        total += u64::from(sum(addrs)) + u64::from(number) + bytes.len() as u64;
    }
    Some(fold(total) == 0xffff)
}
