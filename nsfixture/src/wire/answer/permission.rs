//! Which packets may be answered by an ICMP error: RFC 1122, section 3.2.2, and RFC 4443, section 2.4 (e).

use std::net::{Ipv4Addr, Ipv6Addr};

use etherparse::ip_number;

use crate::wire::frame::{Ip, Received, Upper, Version, sum};

/// Returns true if an error may be reported to the sender of a packet.
pub(super) fn may_be_answered(frame: &Received<'_>) -> bool {
    let bytes = frame.bytes();
    // The lowest bit of the first byte is set in the addresses of groups (IEEE 802).
    let is_to_one_host = bytes.first().is_some_and(|byte| byte & 1 == 0);
    frame.headers.ip.is_some_and(|ip| {
        let Some(header) = bytes.get(ip.start..ip.upper_start) else { return false };
        let is_right = match ip.version {
            Version::V4 => is_right_ipv4(&ip, header),
            Version::V6 => is_right_ipv6(&ip, header),
        };
        is_to_one_host && ip.is_complete && is_right
    })
}

fn is_right_ipv4(ip: &Ip, header: &[u8]) -> bool {
    let Some((source, destination)) = addresses::<4>(header, 12) else { return false };
    let (source, destination) = (Ipv4Addr::from(source), Ipv4Addr::from(destination));
    let is_group = |addr: Ipv4Addr| addr.is_multicast() || addr.is_broadcast();
    // RFC 1122, section 3.2.1.3; 240.0.0.0/4 is reserved.
    let is_host = |addr: Ipv4Addr| {
        !is_group(addr) && !addr.is_loopback() && !matches!(addr.octets()[0], 0 | 240..)
    };
    let may_be_error = match ip.upper {
        Upper::Icmp(kind) => matches!(kind, 3 | 4 | 5 | 11 | 12),
        Upper::Fragment => true,
        _ => ip.protocol == ip_number::ICMP.0,
    };
    // The checksum of a header that is as it was sent adds up to all ones.
    !may_be_error && is_host(source) && !is_group(destination) && sum(header) == 0xffff
}

fn is_right_ipv6(ip: &Ip, header: &[u8]) -> bool {
    let Some((source, destination)) = addresses::<16>(header, 8) else { return false };
    let (source, destination) = (Ipv6Addr::from(source), Ipv6Addr::from(destination));
    let is_error = match ip.upper {
        // Error messages, and redirects.
        Upper::Icmp(kind) => kind < 128 || kind == 137,
        // RFC 4443 has no exception for them.
        Upper::Fragment => false,
        _ => ip.protocol == ip_number::IPV6_ICMP.0,
    };
    let is_host =
        |addr: Ipv6Addr| !addr.is_multicast() && !addr.is_unspecified() && !addr.is_loopback();
    !is_error && is_host(source) && !destination.is_multicast()
}

/// Returns the source and the destination, which follow each other.
fn addresses<const N: usize>(header: &[u8], at: usize) -> Option<([u8; N], [u8; N])> {
    let (source, rest) = header.get(at..)?.split_first_chunk()?;
    Some((*source, *rest.first_chunk()?))
}
