//! What a packet means, in a line: the terms are those of tcpdump(8) and of the RFCs.

mod arp;
mod dns;
mod icmp;
mod igmp;
mod quic;
mod tcp;
mod udp;

use std::net::IpAddr;

use etherparse::{Ipv6ExtensionSlice, LaxNetSlice, LaxSlicedPacket, TransportSlice};

pub(crate) use tcp::Segment;

/// What is known of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The name of the last protocol that is known.
    pub(crate) protocol: &'static str,
    /// What the packet means. Of a TCP segment this is only what its flow does not matter for.
    pub(crate) text: String,
    pub(crate) addrs: Option<[IpAddr; 2]>,
    pub(crate) ports: Option<[u16; 2]>,
    pub(crate) segment: Option<Segment>,
    /// The address that it asks the hardware address of, or tells that of.
    pub(crate) resolution: Option<Resolution>,
    /// Whether kernels send it by themselves: multicast memberships, neighbor discovery, ARP.
    pub(crate) is_background: bool,
}

/// A part of the resolution of addresses: ARP, or neighbor discovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolution {
    Asks(IpAddr),
    Tells(IpAddr),
}

impl Decoded {
    fn new(protocol: &'static str, text: impl Into<String>) -> Self {
        Self {
            protocol,
            text: text.into(),
            addrs: None,
            ports: None,
            segment: None,
            resolution: None,
            is_background: false,
        }
    }
}

/// Decodes a packet of `len` bytes, the first of which are known.
pub(crate) fn decode(first_bytes: &[u8], len: usize) -> Decoded {
    let Ok(packet) = LaxSlicedPacket::from_ethernet(first_bytes) else {
        return Decoded::new("Ethernet", format!("{len} bytes"));
    };
    let ether_type = packet.ether_payload().map_or(0, |payload| payload.ether_type.0);
    let missing = len.saturating_sub(first_bytes.len());
    match &packet.net {
        Some(LaxNetSlice::Arp(arp)) => arp::decode(&arp.to_packet()),
        Some(_) => in_ip(&packet, missing),
        None => Decoded::new("Ethernet", format!("EtherType {ether_type:#06x}, {len} bytes")),
    }
}

/// Decodes a packet of which the first bytes are quoted, from its IP header on.
fn quoted(bytes: &[u8]) -> Option<String> {
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
    std::net::SocketAddr::new(addr, port).to_string()
}

fn protocol_name(number: u8) -> String {
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

fn addrs(net: &LaxNetSlice<'_>) -> Option<[IpAddr; 2]> {
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

fn in_ip(packet: &LaxSlicedPacket<'_>, missing: usize) -> Decoded {
    let Some(net) = &packet.net else { return Decoded::new("IP", "") };
    let Some(payload) = net.ip_payload_ref() else { return Decoded::new("IP", "") };
    let number = payload.ip_number.0;
    let len = payload.payload.len() + missing;
    let ends = addrs(net);
    let mut decoded = match &packet.transport {
        Some(TransportSlice::Tcp(tcp)) => tcp::decode(tcp, missing),
        Some(TransportSlice::Udp(udp)) => udp::decode(udp),
        Some(TransportSlice::Icmpv4(icmp)) => icmp::decode_v4(icmp),
        Some(TransportSlice::Icmpv6(icmp)) => icmp::decode_v6(icmp),
        Some(TransportSlice::Igmp(igmp)) => igmp::decode(igmp),
        None if payload.fragmented => {
            let (offset, name) = (fragment_offset(net), protocol_name(number));
            Decoded::new("IP", format!("fragment of {name}, offset {offset}, {len} bytes"))
        }
        None => Decoded::new("IP", format!("{}, {len} bytes", protocol_name(number))),
    };
    decoded.addrs = ends;
    // A host that asks for its own address, before it has one, wants no answer (RFC 4862, section 5.4).
    if ends.is_some_and(|[source, _]| source.is_unspecified()) {
        decoded.resolution = None;
    }
    decoded
}

fn fragment_offset(net: &LaxNetSlice<'_>) -> usize {
    let offset = match net {
        LaxNetSlice::Ipv4(ip) => Some(ip.header().fragments_offset()),
        LaxNetSlice::Ipv6(ip) => {
            ip.extensions().clone().into_iter().find_map(|extension| match extension {
                Ipv6ExtensionSlice::Fragment(header) => Some(header.fragment_offset()),
                _ => None,
            })
        }
        LaxNetSlice::Arp(_) => None,
    };
    offset.map_or(0, |offset| usize::from(offset.value()) * 8)
}

#[cfg(test)]
mod tests;
