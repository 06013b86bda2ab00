//! What a flow is known by.

use std::cmp::Ordering;
use std::net::{IpAddr, Ipv6Addr};

use nsfixture_plan::FlowEnds;

use crate::wire::frame::{Headers, Ip, Upper, Version};
use crate::wire::hash::{combine, of_bytes};

/// One end of a flow: an address, IPv4 ones padded, and a port, or 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct End {
    address: [u8; 16],
    port: u16,
}

/// Both ends of a flow and its protocol, the same for both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    low: End,
    high: End,
    /// The protocol above IP and a number for IPv4, IPv6, or neither.
    protocol: (u8, u8),
}

impl Key {
    /// Returns the flow that a packet belongs to, and whether the packet comes from the lower end.
    pub(crate) fn of(headers: &Headers, frame: &[u8]) -> (Self, bool) {
        let Some(ip) = headers.ip else {
            // All packets of another protocol are one flow.
            let low = End { address: [0; 16], port: headers.ether_type };
            return (Self { low, high: low, protocol: (0, 0) }, true);
        };
        let (source, destination) = ends(&ip, frame);
        let number = match ip.version {
            Version::V4 => 4,
            Version::V6 => 6,
        };
        let is_low = source.cmp(&destination) != Ordering::Greater;
        let (low, high) = if is_low { (source, destination) } else { (destination, source) };
        (Self { low, high, protocol: (ip.protocol, number) }, is_low)
    }

    /// Returns the lower and the higher of the ends that flows of this name have, where the client's port is unknown, and
    /// whether the client is the lower one.
    pub(crate) fn of_name(name: &FlowEnds) -> (Self, bool) {
        let (protocol, client, server) = match *name {
            FlowEnds::Ethernet(port) => {
                let end = End { address: [0; 16], port };
                ((0, 0), end, end)
            }
            FlowEnds::Ip { protocol, client, server, port } => {
                let version = if client.is_ipv4() { 4 } else { 6 };
                let client = End { address: padded(client), port: 0 };
                ((protocol, version), client, End { address: padded(server), port })
            }
        };
        let is_low = client.cmp(&server) != Ordering::Greater;
        let (low, high) = if is_low { (client, server) } else { (server, client) };
        (Self { low, high, protocol }, is_low)
    }

    /// Returns the ends of the flow, given whether the lower end is the client.
    pub(crate) fn name(&self, is_low_client: bool) -> FlowEnds {
        let (client, server) = self.client_and_server(is_low_client);
        let address = |end: &End| match self.protocol.1 {
            4 => {
                let [a, b, c, d, ..] = end.address;
                IpAddr::from([a, b, c, d])
            }
            _ => Ipv6Addr::from(end.address).into(),
        };
        match self.protocol {
            (_, 0) => FlowEnds::Ethernet(server.port),
            (protocol, _) => FlowEnds::Ip {
                protocol,
                client: address(client),
                server: address(server),
                port: server.port,
            },
        }
    }

    fn client_and_server(&self, is_low_client: bool) -> (&End, &End) {
        if is_low_client { (&self.low, &self.high) } else { (&self.high, &self.low) }
    }

    /// Returns the class of flows with the same hosts, protocol and server port, given whether the lower end is
    /// the client.
    pub(crate) fn class(&self, is_low_client: bool) -> u64 {
        let (client, server) = self.client_and_server(is_low_client);
        let numbers = u64::from(server.port) << 16
            | u64::from(self.protocol.0) << 8
            | u64::from(self.protocol.1);
        combine(combine(of_bytes(&client.address), of_bytes(&server.address)), numbers)
    }
}

/// Returns the bytes of an address, IPv4 ones padded.
fn padded(address: IpAddr) -> [u8; 16] {
    let mut padded = [0; 16];
    match address {
        IpAddr::V4(address) => padded[..4].copy_from_slice(&address.octets()),
        IpAddr::V6(address) => padded = address.octets(),
    }
    padded
}

/// Returns the source and the destination of a packet.
fn ends(ip: &Ip, frame: &[u8]) -> (End, End) {
    let (at, len) = match ip.version {
        Version::V4 => (ip.start + 12, 4),
        Version::V6 => (ip.start + 8, 16),
    };
    let address = |at: usize| {
        let mut address = [0; 16];
        address[..len].copy_from_slice(&frame[at..at + len]);
        address
    };
    let port = |at: usize| match ip.upper {
        Upper::Tcp(_) | Upper::Udp => u16::from_be_bytes([frame[at], frame[at + 1]]),
        Upper::Icmp(_) | Upper::Fragment | Upper::Other => 0,
    };
    let source = End { address: address(at), port: port(ip.upper_start) };
    let destination = End { address: address(at + len), port: port(ip.upper_start + 2) };
    (source, destination)
}
