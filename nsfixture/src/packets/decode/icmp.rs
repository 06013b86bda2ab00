//! ICMP (RFC 792), ICMPv6 (RFC 4443), neighbor discovery (RFC 4861) and multicast listeners (RFC 3810).

use std::net::Ipv6Addr;

use etherparse::{Icmpv4Slice, Icmpv6Slice};

use super::decoded::{Decoded, Resolution};
use super::quoted::quoted;

pub(super) fn decode_v4(icmp: &Icmpv4Slice<'_>) -> Decoded {
    let (kind, code, word) = (icmp.type_u8(), icmp.code_u8(), icmp.bytes5to8());
    let about = || about(icmp.payload());
    let text = match (kind, code) {
        (0, _) => format!("ICMP echo reply, {}", echo(word)),
        (8, _) => format!("ICMP echo request, {}", echo(word)),
        (3, 4) => {
            format!(
                "ICMP fragmentation needed, MTU {}{}",
                u16::from_be_bytes([word[2], word[3]]),
                about()
            )
        }
        (3, code) => {
            let what = match code {
                0 => "network unreachable",
                1 => "host unreachable",
                2 => "protocol unreachable",
                3 => "port unreachable",
                9 | 10 | 13 => "administratively prohibited",
                _ => "destination unreachable",
            };
            format!("ICMP {what}{}", about())
        }
        (5, _) => format!("ICMP redirect{}", about()),
        (11, 0) => format!("ICMP time exceeded (TTL){}", about()),
        (11, _) => format!("ICMP reassembly time exceeded{}", about()),
        (12, _) => format!("ICMP parameter problem{}", about()),
        _ => format!("ICMP type {kind}, code {code}"),
    };
    Decoded::new("ICMP", text)
}

pub(super) fn decode_v6(icmp: &Icmpv6Slice<'_>) -> Decoded {
    let (kind, code, word) = (icmp.type_u8(), icmp.code_u8(), icmp.bytes5to8());
    let about = || about(icmp.payload());
    let text = match (kind, code) {
        (1, code) => {
            let what = match code {
                0 => "no route",
                1 => "administratively prohibited",
                3 => "address unreachable",
                4 => "port unreachable",
                5 | 6 => "rejected",
                _ => "destination unreachable",
            };
            format!("ICMPv6 {what}{}", about())
        }
        (2, _) => format!("ICMPv6 packet too big, MTU {}{}", u32::from_be_bytes(word), about()),
        (3, 0) => format!("ICMPv6 hop limit exceeded{}", about()),
        (3, _) => format!("ICMPv6 reassembly time exceeded{}", about()),
        (4, _) => format!("ICMPv6 parameter problem{}", about()),
        (128, _) => format!("ICMPv6 echo request, {}", echo(word)),
        (129, _) => format!("ICMPv6 echo reply, {}", echo(word)),
        _ => return background(icmp),
    };
    Decoded::new("ICMPv6", text)
}

/// Decodes what kernels send by themselves.
fn background(icmp: &Icmpv6Slice<'_>) -> Decoded {
    let (kind, code) = (icmp.type_u8(), icmp.code_u8());
    let target = icmp.payload().first_chunk::<16>().map(|bytes| Ipv6Addr::from(*bytes));
    let (protocol, text, resolution) = match (kind, target) {
        (130, _) => ("MLD", "MLD query".to_owned(), None),
        (131 | 143, _) => ("MLD", "MLD report".to_owned(), None),
        (132, _) => ("MLD", "MLD done".to_owned(), None),
        (133, _) => ("ND", "ND router solicitation".to_owned(), None),
        (134, _) => ("ND", "ND router advertisement".to_owned(), None),
        (135, Some(target)) => {
            ("ND", format!("ND who has {target}?"), Some(Resolution::Asks(target.into())))
        }
        (136, Some(target)) => {
            ("ND", format!("ND {target} is here"), Some(Resolution::Tells(target.into())))
        }
        (137, _) => ("ND", "ND redirect".to_owned(), None),
        _ => return Decoded::new("ICMPv6", format!("ICMPv6 type {kind}, code {code}")),
    };
    Decoded { is_background: true, resolution, ..Decoded::new(protocol, text) }
}

fn echo(word: [u8; 4]) -> String {
    let [id, sequence] = [[word[0], word[1]], [word[2], word[3]]].map(u16::from_be_bytes);
    format!("id {id}, seq {sequence}")
}

/// Returns which packet a message quotes, in parentheses.
fn about(payload: &[u8]) -> String {
    quoted(payload).map_or_else(String::new, |packet| format!(" (about {packet})"))
}
