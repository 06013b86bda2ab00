//! IPv4 multicast and broadcast on a LAN, as an author of mDNS, SSDP or DHCP meets them: without a router, with one, and with
//! several interfaces.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use nsfixture::prelude::*;

const MDNS: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
const PORT: u16 = 5353;

fn member() -> UdpSocket {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, PORT)).unwrap();
    socket.join_multicast_v4(&MDNS, &Ipv4Addr::UNSPECIFIED).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    socket
}

fn send(to: impl Into<Ipv4Addr>) {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    socket.set_broadcast(true).unwrap();
    socket.send_to(b"hello", (to.into(), PORT)).unwrap();
}

#[track_caller]
fn check_received(socket: &UdpSocket, from: Ipv4Addr) {
    let mut buffer = [0; 8];
    let (length, sender) = socket.recv_from(&mut buffer).unwrap();
    assert_eq!((&buffer[..length], sender.ip()), (&b"hello"[..], from.into()));
}

#[ns_test(link(a, b))]
fn multicast_crosses_a_link(a: Node, b: Node) {
    let socket = b.run(member);
    send(MDNS);
    check_received(&socket, a.ipv4());
}

#[ns_test(lan(a, b, c))]
fn multicast_reaches_all_on_a_lan(a: Node, b: Node, c: Node) {
    let sockets = [b.run(member), c.run(member)];
    send(MDNS);
    for socket in &sockets {
        check_received(socket, a.ipv4());
    }
}

#[ns_test(lan(a, b, c))]
fn limited_broadcast_reaches_all_on_a_lan(a: Node, b: Node, c: Node) {
    let sockets = [b.run(member), c.run(member)];
    send(Ipv4Addr::BROADCAST);
    for socket in &sockets {
        check_received(socket, a.ipv4());
    }
}

#[ns_test(lan(a, b, gw), link(gw, far), router(gw))]
fn a_router_makes_no_difference(a: Node, b: Node, gw: Node) {
    let sockets = [b.run(member), gw.run(member)];
    for to in [MDNS, Ipv4Addr::BROADCAST] {
        send(to);
        for socket in &sockets {
            check_received(socket, a.ipv4());
        }
    }
    // From a host without a default route.
    gw.run(|| send(MDNS));
    check_received(&sockets[0], gw.ipv4());
}

#[ns_test(link(a, b), link(a, c))]
fn of_several_interfaces_the_first(a: Node, b: Node, c: Node) {
    let [first, second] = [b.run(member), c.run(member)];
    second.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    send(MDNS);
    check_received(&first, a.ipv4());
    second.recv(&mut [0; 8]).unwrap_err();
}

#[ns_test(link(a, b, subnet = "fd00::/64"))]
fn ipv6_multicast_crosses_a_link(a: Node, b: Node) {
    let group: Ipv6Addr = "ff02::fb".parse().unwrap();
    let socket = b.run(|| UdpSocket::bind((Ipv6Addr::UNSPECIFIED, PORT)).unwrap());
    b.run(|| socket.join_multicast_v6(&group, 0)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let sender = UdpSocket::bind((a.ipv6(), 0)).unwrap();
    sender.send_to(b"hello", (group, PORT)).unwrap();
    let (_, from) = socket.recv_from(&mut [0; 8]).unwrap();
    assert_eq!(from, SocketAddr::new(a.ipv6().into(), sender.local_addr().unwrap().port()));
}

#[ns_test(link(a, b))]
fn a_restored_link_carries_multicast(a: Node, b: Node, net: Net) -> Result<(), nsfixture::Error> {
    let link = net.link("a-b");
    link.down()?;
    link.up()?;
    let socket = b.run(member);
    send(MDNS);
    check_received(&socket, a.ipv4());
    send(Ipv4Addr::BROADCAST);
    check_received(&socket, a.ipv4());
    Ok(())
}
