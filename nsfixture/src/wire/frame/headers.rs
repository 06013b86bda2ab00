//! The headers of a frame.

use etherparse::{
    Ipv6ExtensionSlice, Ipv6ExtensionsSlice, LaxIpPayloadSlice, LaxNetSlice, LaxSlicedPacket,
    TransportSlice, ether_type, ip_number,
};

/// What is known of a frame's headers; positions are those in the frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Headers {
    /// The protocol in the Ethernet frame or in its last VLAN tag.
    pub(crate) ether_type: u16,
    /// The IP header, if there is one.
    pub(crate) ip: Option<Ip>,
}

/// An IP header and what follows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ip {
    pub(crate) version: Version,
    /// Where the IP header begins.
    pub(crate) start: usize,
    /// Where the upper layer's header begins.
    pub(crate) upper_start: usize,
    /// Where the packet ends.
    pub(crate) end: usize,
    /// Whether the frame is as long as its IP header says.
    pub(crate) is_complete: bool,
    /// The upper layer's protocol number.
    pub(crate) protocol: u8,
    pub(crate) upper: Upper,
}

/// The version of IP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V4,
    V6,
}

/// The protocol above IP.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Upper {
    Tcp(Tcp),
    /// UDP; the packet may be a first fragment.
    Udp,
    /// ICMP or ICMPv6 of this type; the packet may be a first fragment.
    Icmp(u8),
    /// A fragment that is not the first.
    Fragment,
    Other,
}

/// A TCP header.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tcp {
    pub(crate) sequence: u32,
    pub(crate) acknowledgement: u32,
    /// The length of the header.
    pub(crate) len: usize,
    pub(crate) has_ack: bool,
    pub(crate) control: Option<Control>,
}

/// The flag that says what a TCP segment does to its connection; of several the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    Rst,
    Syn,
    Fin,
}

impl Headers {
    /// Parses the headers of a frame, as far as they can be parsed.
    pub(crate) fn parse(frame: &[u8]) -> Self {
        let Ok(packet) = LaxSlicedPacket::from_ethernet(frame) else {
            return Self { ether_type: 0, ip: None };
        };
        // Slices of the frame, so their addresses tell where they are in it.
        let position = |slice: &[u8]| slice.as_ptr().addr() - frame.as_ptr().addr();
        let ether_type = packet.ether_payload().map_or(0, |payload| payload.ether_type.0);
        let (version, start, payload, offset) = match &packet.net {
            Some(LaxNetSlice::Ipv4(ip)) => {
                let header = ip.header();
                (
                    Version::V4,
                    position(header.slice()),
                    ip.payload(),
                    header.fragments_offset().value(),
                )
            }
            Some(LaxNetSlice::Ipv6(ip)) => {
                // The iterator may only be used if all extension headers could be parsed.
                let is_fragment = ip.is_payload_fragmented() && packet.stop_err.is_none();
                let offset = if is_fragment { fragment_offset(ip.extensions()) } else { 0 };
                (Version::V6, position(ip.header().slice()), ip.payload(), offset)
            }
            Some(LaxNetSlice::Arp(_)) | None => return Self { ether_type, ip: None },
        };
        let upper_start = position(payload.payload);
        let upper =
            if offset > 0 { Upper::Fragment } else { upper(packet.transport.as_ref(), payload) };
        let ip = Ip {
            version,
            start,
            upper_start,
            end: upper_start + payload.payload.len(),
            is_complete: !payload.incomplete,
            protocol: payload.ip_number.0,
            upper,
        };
        Self { ether_type, ip: Some(ip) }
    }

    /// Returns true for ARP and neighbour discovery.
    pub(crate) fn resolves_addresses(&self) -> bool {
        self.ether_type == ether_type::ARP.0
            || self.ip.is_some_and(|ip| {
                ip.version == Version::V6 && matches!(ip.upper, Upper::Icmp(133..=137))
            })
    }

    /// Returns whether these are headers of what kernels send by themselves, or not of IP: ARP, multicast
    /// memberships, neighbour discovery.
    pub(crate) fn is_background(&self) -> bool {
        self.ip.is_none_or(|ip| match (ip.version, ip.upper) {
            (Version::V4, _) => ip.protocol == ip_number::IGMP.0,
            // MLD, router and neighbour discovery, MLDv2.
            (Version::V6, Upper::Icmp(kind)) => matches!(kind, 130..=137 | 143),
            (Version::V6, _) => false,
        })
    }
}

fn fragment_offset(extensions: &Ipv6ExtensionsSlice<'_>) -> u16 {
    let offset = |extension| match extension {
        Ipv6ExtensionSlice::Fragment(header) => Some(header.fragment_offset().value()),
        _ => None,
    };
    extensions.clone().into_iter().find_map(offset).unwrap_or(0)
}

fn upper(transport: Option<&TransportSlice<'_>>, payload: &LaxIpPayloadSlice<'_>) -> Upper {
    match transport {
        Some(TransportSlice::Tcp(tcp)) => Upper::Tcp(Tcp {
            sequence: tcp.sequence_number(),
            acknowledgement: tcp.acknowledgment_number(),
            len: tcp.header_slice().len(),
            has_ack: tcp.ack(),
            control: match (tcp.rst(), tcp.syn(), tcp.fin()) {
                (true, _, _) => Some(Control::Rst),
                (_, true, _) => Some(Control::Syn),
                (_, _, true) => Some(Control::Fin),
                _ => None,
            },
        }),
        Some(TransportSlice::Udp(_)) => Upper::Udp,
        // The parser leaves the first of several fragments alone.
        _ => match (payload.ip_number, payload.payload) {
            (ip_number::UDP, [_, _, _, _, ..]) => Upper::Udp,
            (ip_number::ICMP | ip_number::IPV6_ICMP, [kind, ..]) => Upper::Icmp(*kind),
            _ => Upper::Other,
        },
    }
}
