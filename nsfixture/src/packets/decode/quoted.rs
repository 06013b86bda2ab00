//! Packets that messages of ICMP quote, and what they have in common with others.

use std::net::{IpAddr, SocketAddr};

use etherparse::{LaxNetSlice, LaxSlicedPacket};

/// Decodes a packet of which the first bytes are quoted, from its IP header on.
pub(super) fn quoted(bytes: &[u8]) -> Option<String> {
    let packet = LaxSlicedPacket::from_ip(bytes).ok()?;
    let [source, destination] = addrs(packet.net.as_ref()?)?;
    let ip = packet.net.as_ref()?.ip_payload_ref()?;
    // The parser needs more of a TCP header than is quoted.
    let port = |at: usize| ip.payload.get(at..)?.first_chunk().copied().map(u16::from_be_bytes);
    let protocol = protocol_name(ip.ip_number.0);
    Some(match (ip.ip_number.0, port(0), port(2)) {
        (6 | 17, Some(from), Some(to)) => {
            let destination = with_port(destination, to);
            format!("{protocol} {from} to {destination}")
        }
        _ => format!("{protocol} from {source} to {destination}"),
    })
}

/// Returns an address with a port, as in a URL.
fn with_port(addr: IpAddr, port: u16) -> String {
    SocketAddr::new(addr, port).to_string()
}

pub(super) fn protocol_name(number: u8) -> String {
    match number {
        1 => "ICMP".to_owned(),
        2 => "IGMP".to_owned(),
        6 => "TCP".to_owned(),
        17 => "UDP".to_owned(),
        58 => "ICMPv6".to_owned(),
        132 => "SCTP".to_owned(),
        other => format!("protocol {other}"),
    }
}

pub(super) fn addrs(net: &LaxNetSlice<'_>) -> Option<[IpAddr; 2]> {
    Some(match net {
        LaxNetSlice::Ipv4(ip) => {
            let header = ip.header();
            [header.source_addr().into(), header.destination_addr().into()]
        }
        LaxNetSlice::Ipv6(ip) => {
            let header = ip.header();
            [header.source_addr().into(), header.destination_addr().into()]
        }
        LaxNetSlice::Arp(_) => return None,
    })
}
