//! Whether a packet is one that a rule is about.

use std::net::IpAddr;

use nsfixture_plan::{IcmpKind, Matcher, PacketView, Protocol, TcpFlags};

const FIN: u8 = 0x01;
const SYN: u8 = 0x02;
const RST: u8 = 0x04;
const PSH: u8 = 0x08;
const ACK: u8 = 0x10;

/// Returns true if all that is set holds for a packet. What it does not have is unlike everything.
pub(crate) fn fits(matcher: &Matcher, packet: &PacketView<'_>) -> bool {
    let Matcher { host, protocol, port, icmp, flags, longer_than, shorter_than, predicate } =
        matcher;
    let parts = packet.parts();
    let is_of = |addrs: &[IpAddr]| {
        parts.addrs.is_some_and(|ends| ends.iter().any(|end| addrs.contains(end)))
    };
    let len = |fits: &dyn Fn(u64) -> bool| parts.ip_len.is_some_and(|len| fits(len as u64));
    host.as_ref().is_none_or(|host| is_of(&host.addrs))
        && protocol.is_none_or(|protocol| is_protocol(protocol, packet))
        && port.is_none_or(|port| parts.ports.is_some_and(|ports| ports.contains(&port.get())))
        && icmp.is_none_or(|kind| is_icmp(kind, packet))
        && flags.is_none_or(|flags| has_flags(flags, packet))
        && longer_than.is_none_or(|bytes| len(&|len| len > u64::from(bytes)))
        && shorter_than.is_none_or(|bytes| len(&|len| len < u64::from(bytes)))
        // It sees those packets only that it has to decide about.
        && predicate.as_ref().is_none_or(|predicate| predicate.matches(packet))
}

/// Returns the version of an IP packet; that of ARP is none.
fn version(packet: &PacketView<'_>) -> Option<u8> {
    packet.protocol()?;
    packet.source().map(|source| if source.is_ipv4() { 4 } else { 6 })
}

fn is_protocol(protocol: Protocol, packet: &PacketView<'_>) -> bool {
    let (number, version) = (packet.protocol(), version(packet));
    match protocol {
        Protocol::Tcp => number == Some(6),
        Protocol::Udp => number == Some(17),
        Protocol::Icmp => matches!((version, number), (Some(4), Some(1)) | (Some(6), Some(58))),
        Protocol::Igmp => number == Some(2),
        Protocol::Sctp => number == Some(132),
        Protocol::Ipv4 => version == Some(4),
        Protocol::Ipv6 => version == Some(6),
        Protocol::Arp => packet.ether_type() == 0x0806,
    }
}

fn is_icmp(kind: IcmpKind, packet: &PacketView<'_>) -> bool {
    let (Some(version), Some(found)) = (version(packet), packet.parts().icmp) else { return false };
    match kind {
        IcmpKind::EchoRequest => matches!((version, found), (4, [8, _]) | (6, [128, _])),
        IcmpKind::EchoReply => matches!((version, found), (4, [0, _]) | (6, [129, _])),
        IcmpKind::FragNeeded => matches!((version, found), (4, [3, 4]) | (6, [2, _])),
        IcmpKind::Unreachable => {
            matches!((version, found), (4, [3, code]) if code != 4) || (version, found[0]) == (6, 1)
        }
        IcmpKind::TimeExceeded => matches!((version, found), (4, [11, _]) | (6, [3, _])),
        IcmpKind::ParameterProblem => matches!((version, found), (4, [12, _]) | (6, [4, _])),
        IcmpKind::Redirect => matches!((version, found), (4, [5, _]) | (6, [137, _])),
        IcmpKind::RouterSolicitation => matches!((version, found), (4, [10, _]) | (6, [133, _])),
        IcmpKind::RouterAdvertisement => matches!((version, found), (4, [9, _]) | (6, [134, _])),
        IcmpKind::NeighborSolicitation => matches!((version, found), (6, [135, _])),
        IcmpKind::NeighborAdvertisement => matches!((version, found), (6, [136, _])),
    }
}

fn has_flags(wanted: TcpFlags, packet: &PacketView<'_>) -> bool {
    let Some(flags) = packet.tcp_flags() else { return false };
    let has = |flag: u8| flags & flag != 0;
    match wanted {
        TcpFlags::Syn => has(SYN) && !has(ACK),
        TcpFlags::SynAck => has(SYN) && has(ACK),
        TcpFlags::Ack => has(ACK) && !has(SYN | FIN | RST) && packet.payload().is_empty(),
        TcpFlags::Fin => has(FIN),
        TcpFlags::Rst => has(RST),
        TcpFlags::Psh => has(PSH),
    }
}
