//! Kinds of packets.

use crate::wire::frame::{Control, Headers, Tcp, Upper};

/// A kind of packets; each is counted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// TCP segments with payload.
    Data,
    Syn,
    SynAck,
    Fin,
    Rst,
    /// TCP segments that only acknowledge.
    Ack,
    Udp,
    /// ICMP messages of a type.
    Icmp(u8),
    /// IP fragments except the first.
    Fragment,
    Other,
}

impl Kind {
    /// Returns the kind of a packet.
    pub(crate) fn of(headers: &Headers) -> Self {
        let Some(ip) = headers.ip else { return Self::Other };
        match ip.upper {
            Upper::Tcp(tcp) => Self::of_tcp(&tcp, ip.end - ip.upper_start - tcp.len),
            Upper::Udp => Self::Udp,
            Upper::Icmp(kind) => Self::Icmp(kind),
            Upper::Fragment => Self::Fragment,
            Upper::Other => Self::Other,
        }
    }

    fn of_tcp(tcp: &Tcp, payload: usize) -> Self {
        match tcp.control {
            Some(Control::Rst) => Self::Rst,
            Some(Control::Syn) if tcp.has_ack => Self::SynAck,
            Some(Control::Syn) => Self::Syn,
            _ if payload > 0 => Self::Data,
            Some(Control::Fin) => Self::Fin,
            None => Self::Ack,
        }
    }

    /// Returns a number that no other kind has.
    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Data => 0,
            Self::Syn => 1,
            Self::SynAck => 2,
            Self::Fin => 3,
            Self::Rst => 4,
            Self::Ack => 5,
            Self::Udp => 6,
            Self::Fragment => 7,
            Self::Other => 8,
            Self::Icmp(kind) => 256 + u64::from(kind),
        }
    }

    /// Returns whether packets of this kind are repeated only if they were lost, so that a burst of losses is not
    /// one of them.
    pub(crate) fn is_repeated(self) -> bool {
        matches!(self, Self::Syn | Self::SynAck | Self::Fin | Self::Rst)
    }
}
