//! What a packet means, in a line: the terms are those of tcpdump(8) and of the RFCs.

mod arp;
mod decoded;
mod dns;
mod icmp;
mod igmp;
mod quic;
mod quoted;
mod segment;
mod tcp;
mod udp;

use etherparse::{Ipv6ExtensionSlice, LaxNetSlice, LaxSlicedPacket, TransportSlice};

pub(crate) use decoded::{Decoded, DnsAnswer, DnsOutcome, Resolution};
use quoted::{addrs, protocol_name};
pub(crate) use segment::Segment;

/// Decodes a packet of `len` bytes, the first of which are known.
pub(crate) fn decode_packet(first_bytes: &[u8], len: usize) -> Decoded {
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
