//! Addresses that nobody has, and interfaces that are down.

use std::net::{Ipv4Addr, TcpStream, UdpSocket};

use nsfixture::prelude::*;
use nsfixture::rtnetlink_0_24::LinkUnspec;
use nsfixture::rtnetlink_0_24::packet_route::AddressFamily;
use nsfixture::rtnetlink_0_24::packet_route::address::{AddressAttribute, AddressMessage};

use super::helpers::{SHORT, connect};

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn nobody_has_the_address(_b: Node) {
    TcpStream::connect((Ipv4Addr::new(10, 0, 0, 99), 80)).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn nobody_has_the_ipv6_address(b: Node) {
    let mut segments = b.ipv6().segments();
    segments[7] = 0x99;
    TcpStream::connect((std::net::Ipv6Addr::from(segments), 80)).unwrap();
}

#[ns_test(link(a, b, name = "wire"))]
#[ignore = "fails on purpose"]
fn interface_down(b: Node, net: Net) {
    net.link("wire").down().unwrap();
    connect(b.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b, name = "wire"), faults)]
#[ignore = "fails on purpose"]
fn unplugged(b: Node, net: Net) {
    net.link("wire").unplug().unwrap();
    connect(b.ipv4(), 80).unwrap();
}

/// The MTU of one end is smaller than that of the other.
#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
async fn different_mtus(b: Node) {
    let smaller = LinkUnspec::new_with_index(b.interfaces()[0].index).mtu(1280).build();
    b.netlink().unwrap().link().set(smaller).execute().await.unwrap();
    let to = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    let from = UdpSocket::bind("0.0.0.0:0").unwrap();
    from.send_to(&[0; 1400], (b.ipv4(), 9000)).unwrap();
    to.set_read_timeout(Some(SHORT)).unwrap();
    to.recv(&mut [0; 1400]).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
async fn address_removed(b: Node) {
    let mut message = AddressMessage::default();
    message.header.family = AddressFamily::Inet;
    message.header.prefix_len = 24;
    message.header.index = b.interfaces()[0].index;
    message.attributes.push(AddressAttribute::Local(b.ipv4().into()));
    b.netlink().unwrap().address().del(message).execute().await.unwrap();
    TcpStream::connect((b.ipv4(), 80)).unwrap();
}
