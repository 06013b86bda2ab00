//! Kinds of packets.

use crate::wire::frame::{Control, Headers, Tcp, Upper};

pub(crate) use nsfixture_plan::PacketKind as Kind;

/// Returns the kind of a packet.
pub(crate) fn of(headers: &Headers) -> Kind {
    let Some(ip) = headers.ip else { return Kind::Other };
    match ip.upper {
        Upper::Tcp(tcp) => of_tcp(&tcp, ip.end - ip.upper_start - tcp.len),
        Upper::Udp => Kind::Udp,
        Upper::Icmp(kind) => Kind::Icmp(kind),
        Upper::Fragment => Kind::Fragment,
        Upper::Other => Kind::Other,
    }
}

fn of_tcp(tcp: &Tcp, payload: usize) -> Kind {
    match tcp.control {
        Some(Control::Rst) => Kind::Rst,
        Some(Control::Syn) if tcp.has_ack => Kind::SynAck,
        Some(Control::Syn) => Kind::Syn,
        _ if payload > 0 => Kind::Data,
        Some(Control::Fin) => Kind::Fin,
        None => Kind::Ack,
    }
}

/// No point of a stream has a number from this one on.
const FIRST: u64 = 1 << 62;

/// Returns a number that no other kind has.
pub(crate) fn number(kind: Kind) -> u64 {
    FIRST
        + match kind {
            Kind::Data => 0,
            Kind::Syn => 1,
            Kind::SynAck => 2,
            Kind::Fin => 3,
            Kind::Rst => 4,
            Kind::Ack => 5,
            Kind::Udp => 6,
            Kind::Fragment => 7,
            Kind::Other => 8,
            Kind::Icmp(kind) => 256 + u64::from(kind),
        }
}

/// Returns whether packets of this kind are repeated only if they were lost, so that a burst of losses is not
/// one of them.
pub(crate) fn is_repeated(kind: Kind) -> bool {
    matches!(kind, Kind::Syn | Kind::SynAck | Kind::Fin | Kind::Rst)
}
