//! UDP (RFC 768), and what is in it.

use etherparse::UdpSlice;

use super::decoded::Decoded;
use super::{dns, quic};

/// The ports of DNS and of multicast DNS.
const DNS: [u16; 2] = [53, 5353];

pub(super) fn decode(udp: &UdpSlice<'_>) -> Decoded {
    let ports = [udp.source_port(), udp.destination_port()];
    let payload = udp.payload();
    let way = format!("{} → {}", ports[0], ports[1]);
    let is_dns = ports.iter().any(|port| DNS.contains(port));
    let message = if is_dns { dns::decode(payload) } else { None };
    let decoded = if let Some(message) = message {
        Decoded { dns: message.answer, ..Decoded::new("DNS", message.text) }
    } else if let Some(form) = quic::decode(payload) {
        Decoded::new("QUIC", format!("QUIC {way} {form}"))
    } else {
        // The length in the header counts it.
        let len = udp.length().saturating_sub(8);
        Decoded::new("UDP", format!("UDP {way} len {len}"))
    };
    Decoded { ports: Some(ports), ..decoded }
}
