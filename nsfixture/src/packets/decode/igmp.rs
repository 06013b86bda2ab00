//! Multicast memberships of IPv4 (RFC 3376).

use std::net::Ipv4Addr;

use etherparse::IgmpSlice;

use super::decoded::Decoded;

pub(super) fn decode(igmp: &IgmpSlice<'_>) -> Decoded {
    let group = Ipv4Addr::from(igmp.bytes4to7());
    let text = match igmp.type_u8() {
        0x11 if group.is_unspecified() => "IGMP query".to_owned(),
        0x11 => format!("IGMP query for {group}"),
        0x12 | 0x16 => format!("IGMP report for {group}"),
        0x17 => format!("IGMP leave {group}"),
        // Its groups are in records.
        0x22 => "IGMP report".to_owned(),
        kind => format!("IGMP type {kind:#04x}"),
    };
    Decoded { is_background: true, ..Decoded::new("IGMP", text) }
}
