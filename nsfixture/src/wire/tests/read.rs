//! Reading what a cable made, by a parser that knows nothing of how it was made.

use std::net::IpAddr;

use etherparse::{NetSlice, SlicedPacket};

/// An IP packet with its Ethernet header.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) to: Vec<u8>,
    pub(super) from: Vec<u8>,
    pub(super) source: IpAddr,
    pub(super) destination: IpAddr,
    pub(super) protocol: u8,
    /// What follows the IP header.
    pub(super) payload: Vec<u8>,
}

/// Reads a frame, and checks the checksums of its headers.
pub(super) fn read(frame: &[u8]) -> Read {
    let packet = SlicedPacket::from_ethernet(frame).expect("a frame that can be parsed");
    let (source, destination, protocol, payload): (IpAddr, IpAddr, _, _) = match &packet.net {
        Some(NetSlice::Ipv4(ip)) => {
            let header = ip.header();
            assert_eq!(header.to_header().calc_header_checksum(), header.header_checksum());
            let payload = ip.payload().payload;
            let (source, destination) = (header.source_addr(), header.destination_addr());
            (source.into(), destination.into(), header.protocol(), payload)
        }
        Some(NetSlice::Ipv6(ip)) => {
            let (header, payload) = (ip.header(), ip.payload().payload);
            let (source, destination) = (header.source_addr(), header.destination_addr());
            (source.into(), destination.into(), header.next_header(), payload)
        }
        other => panic!("{other:?}"),
    };
    let octets = |addr: IpAddr| match addr {
        IpAddr::V4(addr) => addr.octets().to_vec(),
        IpAddr::V6(addr) => addr.octets().to_vec(),
    };
    let pseudo = [octets(source), octets(destination), vec![0, protocol.0]].concat();
    let len = (payload.len() as u16).to_be_bytes();
    // ICMP of IPv4 has no pseudo-header.
    let summed =
        if protocol.0 == 1 { payload.to_vec() } else { [&pseudo, &len[..], payload].concat() };
    assert_eq!(super::naive::sum(&summed), 0xffff, "the checksum of the upper layer");
    let (to, from, payload) = (frame[..6].to_vec(), frame[6..12].to_vec(), payload.to_vec());
    Read { to, from, source, destination, protocol: protocol.0, payload }
}
