//! One packet of a frame, as rules see it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nsfixture_plan::{PacketParts, PacketView};

use super::headers::{Headers, Ip, Upper, Version};
use super::received::Received;

const FIN: u8 = 0x01;
const PSH: u8 = 0x08;
const CWR: u8 = 0x80;

const TCP: u8 = 6;
const UDP: u8 = 17;

/// The EtherTypes of VLAN tags (IEEE 802.1Q, 802.1ad, and one in use before that).
const TAGS: [[u8; 2]; 3] = [[0x81, 0x00], [0x88, 0xa8], [0x91, 0x00]];
const ARP: u16 = 0x0806;

/// Returns what the headers of a packet of `len` bytes say, the first of which are known.
pub(crate) fn packet_view(first_bytes: &[u8], len: usize) -> PacketView<'_> {
    let headers = Headers::parse(first_bytes);
    let mut parts = parts(first_bytes, &headers);
    let end = |ip: Ip| if ip.is_complete { ip.end } else { len };
    parts.ip_len = headers.ip.map(|ip| end(ip) - ip.start);
    PacketView::new(parts)
}

impl Received<'_> {
    /// Returns one of the packets of the frame, as it is on the wire.
    pub(crate) fn view(&self, packet: u32) -> PacketView<'_> {
        let mut parts = parts(self.bytes(), &self.headers);
        if self.segments.count > 1 {
            parts.payload = &self.bytes()[self.segments.payload(&(packet..packet + 1))];
        }
        parts.ip_len = self.ip_len(packet);
        parts.flags = parts.flags.map(|flags| self.flags_of(packet, flags));
        PacketView::new(parts)
    }

    /// Returns the flags of a packet, given those of the frame: the kernel gives some of them to the first or to the last only.
    fn flags_of(&self, packet: u32, flags: u8) -> u8 {
        let is_last = packet + 1 == self.segments.count;
        let of_last = if is_last { 0 } else { FIN | PSH };
        let of_first = if packet == 0 { 0 } else { CWR };
        flags & !(of_last | of_first)
    }
}

/// Returns what the headers say, except the length.
fn parts<'f>(bytes: &'f [u8], headers: &Headers) -> PacketParts<'f> {
    let ether_type = headers.ether_type;
    let Some(ip) = headers.ip else {
        let payload = ether_payload(bytes);
        let addrs = if ether_type == ARP { arp_addrs(payload) } else { None };
        return PacketParts { ether_type, addrs, payload, ..PacketParts::default() };
    };
    let upper = &bytes[ip.upper_start..ip.end];
    // The parser leaves alone what follows fragments, the first included.
    let begins_here = !matches!(ip.upper, Upper::Fragment);
    let has_ports = begins_here && matches!(ip.protocol, TCP | UDP);
    let port = |at: usize| upper.get(at..)?.first_chunk().copied().map(u16::from_be_bytes);
    let icmp = match ip.upper {
        Upper::Icmp(kind) => Some([kind, upper.get(1).copied().unwrap_or_default()]),
        _ => None,
    };
    PacketParts {
        ether_type,
        addrs: addrs(&ip, bytes),
        protocol: Some(ip.protocol),
        ip_len: None,
        ports: if has_ports { port(0).zip(port(2)).map(<[u16; 2]>::from) } else { None },
        icmp,
        flags: upper.get(13).copied().filter(|_| begins_here && ip.protocol == TCP),
        payload: payload(&ip, upper),
    }
}

/// Returns what follows the header of TCP or UDP, or of IP if that is neither, or only a fragment.
fn payload<'f>(ip: &Ip, upper: &'f [u8]) -> &'f [u8] {
    let header = match ip.upper {
        Upper::Tcp(tcp) => tcp.len,
        Upper::Udp => 8,
        Upper::Icmp(_) | Upper::Fragment | Upper::Other => 0,
    };
    upper.get(header..).unwrap_or_default()
}

fn addrs(ip: &Ip, frame: &[u8]) -> Option<[IpAddr; 2]> {
    let header = frame.get(ip.start..)?;
    let v4 = |at: usize| Some(Ipv4Addr::from(*header.get(at..)?.first_chunk::<4>()?).into());
    let v6 = |at: usize| Some(Ipv6Addr::from(*header.get(at..)?.first_chunk::<16>()?).into());
    Some(match ip.version {
        Version::V4 => [v4(12)?, v4(16)?],
        Version::V6 => [v6(8)?, v6(24)?],
    })
}

/// Returns what follows the Ethernet header and its tags.
fn ether_payload(frame: &[u8]) -> &[u8] {
    let mut rest = frame.get(12..).unwrap_or_default();
    while let [a, b, _, _, tagged @ ..] = rest
        && TAGS.contains(&[*a, *b])
    {
        rest = tagged;
    }
    rest.get(2..).unwrap_or_default()
}

/// Returns the protocol addresses of the sender and the target, if they are of IPv4 and Ethernet (RFC 826).
fn arp_addrs(packet: &[u8]) -> Option<[IpAddr; 2]> {
    if packet.get(2..6)? != [0x08, 0x00, 6, 4] {
        return None;
    }
    let addr = |at: usize| Some(Ipv4Addr::from(*packet.get(at..)?.first_chunk::<4>()?).into());
    Some([addr(14)?, addr(24)?])
}
