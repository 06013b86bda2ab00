//! Which packets a rule is about, as checked values.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU16;

use crate::packet::Predicate;

/// Which packets a rule is about: those for which all that is set holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matcher {
    /// The host whose packets they are.
    pub host: Option<MatchedHost>,
    /// The protocol.
    pub protocol: Option<Protocol>,
    /// The source or the destination port, of TCP or UDP.
    pub port: Option<NonZeroU16>,
    /// The type of ICMP messages.
    pub icmp: Option<IcmpKind>,
    /// The flags of TCP segments.
    pub flags: Option<TcpFlags>,
    /// The length in bytes that IP packets exceed.
    pub longer_than: Option<u32>,
    /// The length in bytes that IP packets stay below.
    pub shorter_than: Option<u32>,
    /// What else has to hold.
    pub predicate: Option<Predicate>,
}

/// A host by its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedHost {
    /// The name.
    pub name: String,
    /// The addresses of all its interfaces; none until they are known.
    pub addrs: Vec<IpAddr>,
}

/// Defines words that are the names of variants, and what needs all of them.
macro_rules! words {
    ($(#[$of_all:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$of_all])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// Every word, with what it means.
            pub(crate) const WORDS: &'static [(&'static str, Self)] =
                &[$(($word, Self::$variant)),*];
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $word,)*
                })
            }
        }
    };
}

words! {
    /// A protocol.
    Protocol {
        /// TCP.
        Tcp = "tcp",
        /// UDP.
        Udp = "udp",
        /// ICMP and ICMPv6.
        Icmp = "icmp",
        /// IGMP.
        Igmp = "igmp",
        /// SCTP.
        Sctp = "sctp",
        /// IPv4, whatever is above it.
        Ipv4 = "ipv4",
        /// IPv6, whatever is above it.
        Ipv6 = "ipv6",
        /// ARP.
        Arp = "arp",
    }
}

words! {
    /// A type of ICMP messages in both versions of IP.
    IcmpKind {
        /// Echo requests: 8 (RFC 792) and 128 (RFC 4443).
        EchoRequest = "echo-request",
        /// Echo replies: 0 and 129.
        EchoReply = "echo-reply",
        /// Destination unreachable: 3, except that fragmentation is needed, and 1.
        Unreachable = "unreachable",
        /// Fragmentation needed: 3 with the code 4, and "packet too big", 2.
        FragNeeded = "frag-needed",
        /// Time exceeded: 11 and 3.
        TimeExceeded = "time-exceeded",
        /// Parameter problem: 12 and 4.
        ParameterProblem = "parameter-problem",
        /// Redirect: 5 and 137 (RFC 4861).
        Redirect = "redirect",
        /// Router solicitation: 10 (RFC 1256) and 133 (RFC 4861).
        RouterSolicitation = "router-solicitation",
        /// Router advertisement: 9 and 134.
        RouterAdvertisement = "router-advertisement",
        /// Neighbour solicitation of IPv6: 135.
        NeighborSolicitation = "neighbor-solicitation",
        /// Neighbour advertisement of IPv6: 136.
        NeighborAdvertisement = "neighbor-advertisement",
    }
}

words! {
    /// What the flags of a TCP segment say. Those of ECN (ECE, CWR) make no difference.
    TcpFlags {
        /// SYN is set, and ACK is not.
        Syn = "syn",
        /// SYN and ACK are set.
        SynAck = "syn-ack",
        /// ACK is set, SYN, FIN and RST are not, and there is no payload.
        Ack = "ack",
        /// FIN is set.
        Fin = "fin",
        /// RST is set.
        Rst = "rst",
        /// PSH is set.
        Psh = "psh",
    }
}

/// Writes what is matched in a few words: `udp, port 53`.
impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            self.host.as_ref().map(|host| format!("host {}", host.name)),
            self.protocol.map(|protocol| protocol.to_string()),
            self.port.map(|port| format!("port {port}")),
            self.icmp.map(|kind| kind.to_string()),
            self.flags.map(|flags| flags.to_string()),
            self.longer_than.map(|bytes| format!("> {bytes} bytes")),
            self.shorter_than.map(|bytes| format!("< {bytes} bytes")),
            self.predicate.as_ref().map(|_| "a closure".to_owned()),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}
