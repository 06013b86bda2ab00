//! ICMP errors (RFC 792, RFC 1191) and those of ICMPv6 (RFC 4443).

use etherparse::ip_number;

use super::permission::may_be_answered;
use super::reply::{Ipv4Fields, Message, reply};
use crate::wire::frame::{Received, Version};

/// The length of an IPv4 packet with an ICMP error that every host accepts (RFC 1812, section 4.3.2.3).
const LONGEST_V4: usize = 576;

/// The smallest MTU of IPv6, which a packet with an ICMPv6 error does not exceed (RFC 4443, section 2.4 (c)).
const LONGEST_V6: usize = 1280;

/// The precedence of network control, by which routers send ICMP errors (RFC 1812, section 4.3.2.5).
const INTERNETWORK_CONTROL: u8 = 0xc0;

/// An ICMP error: its type, its code, and the four bytes that follow the checksum.
struct IcmpError {
    kind: u8,
    code: u8,
    field: [u8; 4],
}

/// Returns what a router with a link of this MTU answers to a packet that is too big; nothing if the packet may not
/// be answered.
pub(crate) fn too_big(frame: &Received<'_>, mtu: u32) -> Option<Vec<u8>> {
    let error = match frame.headers.ip?.version {
        Version::V4 => {
            let [high, low] = u16::try_from(mtu).ok()?.to_be_bytes();
            IcmpError { kind: 3, code: 4, field: [0, 0, high, low] }
        }
        Version::V6 => IcmpError { kind: 2, code: 0, field: mtu.to_be_bytes() },
    };
    answer(frame, &error)
}

/// Returns that nobody receives what a packet has for a port.
pub(super) fn port_unreachable(frame: &Received<'_>) -> Option<Vec<u8>> {
    let (kind, code) = match frame.headers.ip?.version {
        Version::V4 => (3, 3),
        Version::V6 => (1, 4),
    };
    answer(frame, &IcmpError { kind, code, field: [0; 4] })
}

/// Returns an error that quotes as much of a packet as fits.
fn answer(frame: &Received<'_>, error: &IcmpError) -> Option<Vec<u8>> {
    if !may_be_answered(frame) {
        return None;
    }
    let ip = frame.headers.ip?;
    let packet = frame.bytes().get(ip.start..ip.end)?;
    let (protocol, longest) = match ip.version {
        Version::V4 => (ip_number::ICMP.0, LONGEST_V4 - 20),
        Version::V6 => (ip_number::IPV6_ICMP.0, LONGEST_V6 - 40),
    };
    let mut bytes = vec![error.kind, error.code, 0, 0];
    bytes.extend(error.field);
    bytes.extend(&packet[..packet.len().min(longest - bytes.len())]);
    // It may be fragmented, and each answer has a number of its own, as the packet has.
    let id = u16::from_be_bytes([packet[4], packet[5]]);
    let message = Message {
        protocol,
        bytes,
        checksum: 2,
        has_pseudo_header: ip.version == Version::V6,
        ipv4: Ipv4Fields { tos: INTERNETWORK_CONTROL, id, flags: 0 },
    };
    reply(frame, message)
}
