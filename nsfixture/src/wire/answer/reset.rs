//! Resets of TCP connections (RFC 9293, section 3.10.7.1).

use super::reply::{Ipv4Fields, Message};
use crate::wire::frame::{Control, Ip, Tcp, Version};

const FIN: u8 = 0x01;
const SYN: u8 = 0x02;
const RST: u8 = 0x04;
const ACK: u8 = 0x10;

/// "Don't fragment", in the upper byte of its field.
const DONT_FRAGMENT: u8 = 0x40;

/// Returns the answer to a segment of a connection that does not exist; nothing if it is a reset itself.
pub(super) fn reset(packet: &[u8], ip: &Ip, tcp: &Tcp) -> Option<Message> {
    if tcp.control == Some(Control::Rst) {
        return None;
    }
    let header = packet.get(ip.upper_start..)?;
    let (ports, flags) = (header.first_chunk::<4>()?, header.get(13)?);
    let (sequence, acknowledgement, flags) = if tcp.has_ack {
        (tcp.acknowledgement, 0, RST)
    } else {
        let payload = ip.end.checked_sub(ip.upper_start + tcp.len)? as u32;
        let control = u32::from(flags & SYN != 0) + u32::from(flags & FIN != 0);
        (0, tcp.sequence.wrapping_add(payload).wrapping_add(control), RST | ACK)
    };
    let mut bytes = vec![ports[2], ports[3], ports[0], ports[1]];
    bytes.extend(sequence.to_be_bytes());
    bytes.extend(acknowledgement.to_be_bytes());
    // A header of five words, no window, no checksum yet, no urgent data.
    bytes.extend([5 << 4, flags, 0, 0, 0, 0, 0, 0]);
    Some(Message {
        protocol: ip.protocol,
        bytes,
        checksum: 16,
        has_pseudo_header: true,
        ipv4: match ip.version {
            Version::V4 => Ipv4Fields { flags: DONT_FRAGMENT, ..Ipv4Fields::default() },
            Version::V6 => Ipv4Fields::default(),
        },
    })
}
