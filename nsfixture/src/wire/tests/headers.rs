//! Headers are found wherever they are.

use super::build::{Owned, Spec, arp, fragment};
use crate::wire::frame::{Headers, Upper, Version};

/// Describes the headers of a frame.
fn shown(frame: &Owned) -> String {
    let headers = Headers::parse(&frame.bytes);
    let Some(ip) = headers.ip else { return format!("{:04x}", headers.ether_type) };
    let version = if ip.version == Version::V4 { 4 } else { 6 };
    let upper = match ip.upper {
        Upper::Tcp(tcp) => format!("TCP {}", tcp.sequence),
        Upper::Udp => "UDP".to_owned(),
        Upper::Icmp(kind) => format!("ICMP {kind}"),
        Upper::Fragment => "fragment".to_owned(),
        Upper::Other => "other".to_owned(),
    };
    format!("{version} {}+{}..{} {upper}", ip.start, ip.upper_start - ip.start, ip.end)
}

/// A datagram over IPv6 with a fragment header.
pub(super) fn fragment6(offset: u16, more: bool) -> Owned {
    let spec = Spec { is_v6: true, is_udp: true, has_options: true, ..Spec::default() };
    let mut owned = spec.build();
    owned.bytes[20] = 44;
    owned.bytes[55] = 0;
    owned.bytes[56..58].copy_from_slice(&(offset | u16::from(more)).to_be_bytes());
    owned
}

#[test]
fn of_ip() {
    let spec = Spec { payload: 100, ..Spec::default() };
    assert_eq!(shown(&spec.build()), "4 14+20..166 TCP 1001");
    assert_eq!(
        shown(&Spec { tags: 2, has_options: true, ..spec }.build()),
        "4 22+24..178 TCP 1001"
    );
    let spec = Spec { is_v6: true, is_udp: true, ..spec };
    assert_eq!(shown(&spec.build()), "6 14+40..162 UDP");
    assert_eq!(shown(&Spec { has_options: true, tags: 1, ..spec }.build()), "6 18+48..174 UDP");
    // A padded frame ends where its packet does.
    let mut padded = Spec { payload: 0, is_udp: true, is_v6: false, ..spec }.build();
    padded.bytes.extend([0; 18]);
    assert_eq!(shown(&padded), "4 14+20..42 UDP");
}

#[test]
fn of_fragments() {
    assert_eq!(shown(&fragment(0)), "4 14+20..842 UDP");
    assert_eq!(shown(&fragment(800)), "4 14+20..842 fragment");
    assert_eq!(shown(&fragment6(0, true)), "6 14+48..170 UDP");
    assert_eq!(shown(&fragment6(800, true)), "6 14+48..170 fragment");
    assert_eq!(shown(&fragment6(800, false)), "6 14+48..170 fragment");
    // One that is the whole.
    assert_eq!(shown(&fragment6(0, false)), "6 14+48..170 UDP");
}

#[test]
fn of_others() {
    assert_eq!(shown(&arp()), "0806");
    let mut cut = Spec::default().build();
    for len in 0..cut.bytes.len() {
        cut.bytes.truncate(cut.bytes.len() - 1);
        let shown = shown(&cut);
        assert!(len < 100 || !shown.contains("TCP"), "{shown}");
    }
    let mut extended = Spec { is_v6: true, has_options: true, ..Spec::default() }.build();
    // An extension header that is longer than the packet.
    extended.bytes[55] = 0xff;
    assert_eq!(shown(&extended), "6 14+40..194 other");
}
