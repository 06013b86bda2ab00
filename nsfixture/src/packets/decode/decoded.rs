//! What is known of a packet.

use std::net::IpAddr;

use super::segment::Segment;

/// What is known of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The name of the last protocol that is known.
    pub(crate) protocol: &'static str,
    /// What the packet means. Of a TCP segment this is only what its flow does not matter for.
    pub(crate) text: String,
    pub(crate) addrs: Option<[IpAddr; 2]>,
    pub(crate) ports: Option<[u16; 2]>,
    pub(crate) segment: Option<Segment>,
    /// The address that it asks the hardware address of, or tells that of.
    pub(crate) resolution: Option<Resolution>,
    pub(crate) dns: Option<DnsAnswer>,
    /// Whether kernels send it by themselves: multicast memberships, neighbor discovery, ARP.
    pub(crate) is_background: bool,
}

/// A part of the resolution of addresses: ARP, or neighbor discovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolution {
    Asks(IpAddr),
    Tells(IpAddr),
}

/// What a DNS server has answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DnsAnswer {
    /// The name and the type: "server.test A".
    pub(crate) question: String,
    pub(crate) outcome: DnsOutcome,
}

/// Whether there is an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DnsOutcome {
    Answered,
    /// It did not fit (the flag `TC`).
    Truncated,
    /// None, but a code, such as "NXDOMAIN".
    Failed(String),
}

impl Decoded {
    pub(super) fn new(protocol: &'static str, text: impl Into<String>) -> Self {
        Self {
            protocol,
            text: text.into(),
            addrs: None,
            ports: None,
            segment: None,
            resolution: None,
            dns: None,
            is_background: false,
        }
    }
}
