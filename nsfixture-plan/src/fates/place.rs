//! Where a packet is: its flow, and its place in it.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// A flow, as it is known in each run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FlowName {
    /// What it is between.
    pub ends: FlowEnds,
    /// The number among those with the same ends, counted from 1.
    pub number: u64,
}

/// The ends of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlowEnds {
    /// Two addresses of one family.
    Ip {
        /// The protocol above IP, by its number.
        protocol: u8,
        /// The end that was first to send.
        client: IpAddr,
        /// The other end.
        server: IpAddr,
        /// The port of the server, or 0.
        port: u16,
    },
    /// All packets of an EtherType.
    Ethernet(u16),
}

/// The protocols that are written by their names.
const PROTOCOLS: [(&str, u8); 4] = [("tcp", 6), ("udp", 17), ("icmp", 1), ("icmpv6", 58)];

/// Returns the number of a protocol above IP, as it is written.
pub(super) fn protocol(word: &str) -> Option<u8> {
    let known = PROTOCOLS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    known.or_else(|| word.strip_prefix("ip-")?.parse().ok())
}

impl fmt::Display for FlowName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ends {
            FlowEnds::Ethernet(kind) => write!(f, "ethernet {kind:#06x}")?,
            FlowEnds::Ip { protocol, client, server, port } => {
                match PROTOCOLS.iter().find(|(_, number)| *number == protocol) {
                    Some((name, _)) => f.write_str(name)?,
                    None => write!(f, "ip-{protocol}")?,
                }
                write!(f, " {client} ")?;
                match port {
                    0 => write!(f, "{server}")?,
                    port => write!(f, "{}", SocketAddr::new(server, port))?,
                }
            }
        }
        write!(f, " #{}", self.number)
    }
}

/// The place of a packet in its flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PacketPlace {
    /// A segment of a TCP stream that carries this byte.
    Byte {
        /// The position, negative for a probe of a byte before the first.
        at: i64,
        /// How often it was sent so far, not counting what got through; 0 if that is forgotten.
        attempt: u64,
    },
    /// An acknowledgement of TCP.
    Acknowledgement {
        /// The number of the byte that is expected next.
        number: u32,
        /// How often the same one came before.
        repeated: u64,
    },
    /// A packet that is known by a number.
    Packet {
        /// The kind of packets that are counted.
        kind: PacketKind,
        /// The number, counted from 1.
        number: u64,
    },
}

impl fmt::Display for PacketPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte { at, attempt } => write!(f, "byte {at} try {attempt}"),
            Self::Acknowledgement { number, repeated } => {
                write!(f, "ack {number} repeat {repeated}")
            }
            Self::Packet { kind, number } => write!(f, "{kind} {number}"),
        }
    }
}

/// A kind of packets of a flow; each is counted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PacketKind {
    /// TCP segments with payload.
    Data,
    /// TCP segments that open a connection.
    Syn,
    /// The answers to these.
    SynAck,
    /// TCP segments that end a stream.
    Fin,
    /// TCP segments that reset a connection.
    Rst,
    /// TCP segments that only acknowledge.
    Ack,
    /// UDP datagrams.
    Udp,
    /// ICMP messages of a type.
    Icmp(u8),
    /// IP fragments except the first.
    Fragment,
    /// Any others.
    Other,
}

/// The kinds by their names. Segments with payload and acknowledgements have other places, and no name.
const KINDS: [(&str, PacketKind); 7] = [
    ("syn", PacketKind::Syn),
    ("syn-ack", PacketKind::SynAck),
    ("fin", PacketKind::Fin),
    ("rst", PacketKind::Rst),
    ("datagram", PacketKind::Udp),
    ("fragment", PacketKind::Fragment),
    ("packet", PacketKind::Other),
];

impl PacketKind {
    /// Returns the kind with this name.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let known = KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        known.or_else(|| name.strip_prefix("icmp-")?.parse().ok().map(Self::Icmp))
    }
}

impl fmt::Display for PacketKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Icmp(kind) = self {
            return write!(f, "icmp-{kind}");
        }
        let known = KINDS.iter().find(|(_, kind)| kind == self);
        f.write_str(known.map_or("segment", |(name, _)| name))
    }
}
