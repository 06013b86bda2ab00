//! Address resolution (RFC 826).

use std::net::{IpAddr, Ipv4Addr};

use etherparse::{ArpOperation, ArpPacket};

use super::decoded::{Decoded, Resolution};

pub(super) fn decode(packet: &ArpPacket) -> Decoded {
    let addr = |bytes: &[u8]| bytes.first_chunk::<4>().map(|bytes| Ipv4Addr::from(*bytes));
    let (sender, target) =
        (addr(packet.sender_protocol_addr()), addr(packet.target_protocol_addr()));
    let (Some(sender), Some(target)) = (sender, target) else {
        return Decoded { is_background: true, ..Decoded::new("ARP", "ARP") };
    };
    if sender == target {
        return Decoded {
            is_background: true,
            ..Decoded::new("ARP", format!("ARP announces {sender}"))
        };
    }
    let (text, resolution) = if packet.operation == ArpOperation::REQUEST {
        // Who has no address yet only asks whether somebody else has it (RFC 5227), and wants no answer.
        let asks = (!sender.is_unspecified()).then_some(Resolution::Asks(IpAddr::V4(target)));
        (format!("ARP who has {target}?"), asks)
    } else {
        let mac = mac(packet.sender_hw_addr());
        (format!("ARP {sender} is at {mac}"), Some(Resolution::Tells(IpAddr::V4(sender))))
    };
    Decoded { is_background: true, resolution, ..Decoded::new("ARP", text) }
}

/// Returns a hardware address as it is usually written.
fn mac(bytes: &[u8]) -> String {
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(":")
}
