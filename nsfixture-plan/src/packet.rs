//! A packet on the wire, as the closures of rules see it.

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A packet on the wire, as the closure of a [rule](crate::Rule::matching) sees it.
///
/// It is one of at most the MTU: a large segment that the kernel hands over whole (GSO) is shown as the packets that a
/// network card would make of it, one by one.
#[derive(Debug, Clone, Copy)]
pub struct PacketView<'p> {
    parts: PacketParts<'p>,
}

/// What is known of a packet.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct PacketParts<'p> {
    /// The protocol in the Ethernet frame, or in its last VLAN tag.
    pub ether_type: u16,
    /// The source and the destination, those of ARP included.
    pub addrs: Option<[IpAddr; 2]>,
    /// The protocol above IP.
    pub protocol: Option<u8>,
    /// The length from the IP header on.
    pub ip_len: Option<usize>,
    /// The source and the destination port of TCP or UDP.
    pub ports: Option<[u16; 2]>,
    /// The type and the code of ICMP or ICMPv6.
    pub icmp: Option<[u8; 2]>,
    /// The flags of TCP.
    pub flags: Option<u8>,
    /// What follows the last header that is known.
    pub payload: &'p [u8],
}

impl<'p> PacketView<'p> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(parts: PacketParts<'p>) -> Self {
        Self { parts }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn parts(&self) -> &PacketParts<'p> {
        &self.parts
    }

    /// Returns the `EtherType`, that of the last VLAN tag if there are any: 0x0800 is IPv4, 0x86dd IPv6, 0x0806 ARP.
    #[must_use]
    pub fn ether_type(&self) -> u16 {
        self.parts.ether_type
    }

    /// Returns the source address of an IP packet, or the sender's of an ARP packet.
    #[must_use]
    pub fn source(&self) -> Option<IpAddr> {
        self.parts.addrs.map(|[source, _]| source)
    }

    /// Returns the destination address of an IP packet, or the target's of an ARP packet.
    #[must_use]
    pub fn destination(&self) -> Option<IpAddr> {
        self.parts.addrs.map(|[_, destination]| destination)
    }

    /// Returns the number of the protocol above IP, after the extension headers of IPv6: 6 is TCP, 17 UDP.
    #[must_use]
    pub fn protocol(&self) -> Option<u8> {
        self.parts.protocol
    }

    /// Returns the length of an IP packet in bytes, its headers included.
    #[must_use]
    pub fn ip_len(&self) -> Option<usize> {
        self.parts.ip_len
    }

    /// Returns the source port of a TCP or UDP packet. A fragment that is not the first has none.
    #[must_use]
    pub fn source_port(&self) -> Option<u16> {
        self.parts.ports.map(|[source, _]| source)
    }

    /// Returns the destination port of a TCP or UDP packet. A fragment that is not the first has none.
    #[must_use]
    pub fn destination_port(&self) -> Option<u16> {
        self.parts.ports.map(|[_, destination]| destination)
    }

    /// Returns the type of an ICMP or ICMPv6 message.
    #[must_use]
    pub fn icmp_type(&self) -> Option<u8> {
        self.parts.icmp.map(|[kind, _]| kind)
    }

    /// Returns the code of an ICMP or ICMPv6 message.
    #[must_use]
    pub fn icmp_code(&self) -> Option<u8> {
        self.parts.icmp.map(|[_, code]| code)
    }

    /// Returns the flags of a TCP segment, as in its header (RFC 9293, section 3.1): 0x01 is FIN, 0x02 SYN, 0x04 RST, 0x08
    /// PSH, 0x10 ACK.
    #[must_use]
    pub fn tcp_flags(&self) -> Option<u8> {
        self.parts.flags
    }

    /// Returns what follows the header of TCP or UDP; in other IP packets and in fragments, what follows that of IP and its extension
    /// headers; in other packets, what follows that of Ethernet.
    #[must_use]
    pub fn payload(&self) -> &'p [u8] {
        self.parts.payload
    }
}

/// A closure that chooses packets.
#[doc(hidden)]
#[derive(Clone)]
pub struct Predicate {
    /// Unique in the process.
    id: u64,
    matches: Arc<Mutex<Matches>>,
}

type Matches = Box<dyn FnMut(&PacketView<'_>) -> bool + Send>;

impl Predicate {
    /// Wraps a closure. No other one is equal to it.
    #[must_use]
    pub fn new(matches: impl FnMut(&PacketView<'_>) -> bool + Send + 'static) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { id, matches: Arc::new(Mutex::new(Box::new(matches))) }
    }

    /// Wraps a closure that calls this one, and is equal to it.
    #[must_use]
    pub fn inside(
        self,
        mut around: impl FnMut(&Self, &PacketView<'_>) -> bool + Send + 'static,
    ) -> Self {
        let id = self.id;
        let matches = move |packet: &PacketView<'_>| around(&self, packet);
        Self { id, matches: Arc::new(Mutex::new(Box::new(matches))) }
    }

    /// Returns true if the closure chooses a packet.
    pub fn matches(&self, packet: &PacketView<'_>) -> bool {
        // After a panic, nobody but the caller knows whether it may be called again.
        let mut matches = self.matches.lock().unwrap_or_else(PoisonError::into_inner);
        matches(packet)
    }

    /// Returns a number that no other closure has.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }
}

impl PartialEq for Predicate {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Predicate {}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Predicate({})", self.id)
    }
}
