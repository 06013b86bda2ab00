//! Packets that are wrong, from raw sockets (raw(7)).

use std::net::{IpAddr, Ipv4Addr, SocketAddrV4, UdpSocket};
use std::os::fd::OwnedFd;

use nsfixture::prelude::*;
use rustix::net::{AddressFamily, Protocol, RawProtocol, SendFlags, SocketType, sendto, socket};

use super::helpers::SHORT;

/// `IPPROTO_RAW`: what is sent begins with the IP header, whose length and checksum the kernel fills in.
const WITH_HEADER: u32 = 255;

fn raw(protocol: u32) -> OwnedFd {
    let protocol = Protocol::from_raw(RawProtocol::new(protocol).unwrap());
    socket(AddressFamily::INET, SocketType::RAW, Some(protocol)).unwrap()
}

/// Sends a packet. On return it has arrived.
fn send(from: &Node, socket: &OwnedFd, packet: &[u8], to: &Node) {
    let ping = || from.ping(IpAddr::from(to.ipv4())).unwrap();
    ping();
    sendto(socket, packet, SendFlags::empty(), &SocketAddrV4::new(to.ipv4(), 0)).unwrap();
    ping();
}

/// A UDP datagram to port 9000, with this checksum; 0 is none.
fn datagram(checksum: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    for field in [9001_u16, 9000, 9, checksum] {
        bytes.extend(field.to_be_bytes());
    }
    bytes.push(b'x');
    bytes
}

/// An IPv4 packet with a UDP datagram.
fn packet(from: Ipv4Addr, to: &Node, fragment: u16) -> Vec<u8> {
    let mut bytes = vec![0x45, 0, 0, 0, 0, 7];
    bytes.extend(fragment.to_be_bytes());
    bytes.extend([64, 17, 0, 0]);
    bytes.extend(from.octets());
    bytes.extend(to.ipv4().octets());
    bytes.extend(datagram(0));
    // The length of a fragment is a multiple of 8.
    bytes.resize(20 + 16, 0);
    bytes
}

/// Fails, because nothing arrives.
fn receive(socket: &UdpSocket) {
    socket.set_read_timeout(Some(SHORT)).unwrap();
    socket.recv(&mut [0; 9]).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn unknown_protocol(a: Node, b: Node) {
    send(&a, &raw(253), b"x", &b);
    panic!("no answer");
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn wrong_checksum(a: Node, b: Node) {
    let to = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    send(&a, &raw(17), &datagram(1), &b);
    receive(&to);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn missing_fragment(a: Node, b: Node) {
    const MORE_FRAGMENTS: u16 = 0x2000;
    let to = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    send(&a, &raw(WITH_HEADER), &packet(a.ipv4(), &b, MORE_FRAGMENTS), &b);
    receive(&to);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn martian(a: Node, b: Node) {
    let to = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    send(&a, &raw(WITH_HEADER), &packet(Ipv4Addr::LOCALHOST, &b, 0), &b);
    receive(&to);
}
