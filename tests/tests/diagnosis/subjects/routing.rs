//! Packets for which there is no way.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use nsfixture::prelude::*;
use nsfixture::{Faults, Ping};
use rustix::net::sockopt::{self, Ipv4PathMtuDiscovery};

use super::helpers::{SHORT, connect, wait_for};

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn no_route(_b: Node) {
    connect(Ipv4Addr::new(192, 0, 2, 1), 80).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn no_route_ipv6(_b: Node) {
    connect(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1), 80).unwrap();
}

/// `r` is no router, so nobody has a route over it.
#[ns_test(link(a, r), link(r, c))]
#[ignore = "fails on purpose"]
fn no_router(c: Node) {
    connect(c.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b), link(a, b))]
#[ignore = "fails on purpose"]
fn reverse_path(a: Node, b: Node) {
    a.ping(IpAddr::from(b.ipv4())).unwrap();
    b.set_sysctl("net.ipv4.conf.all.rp_filter", 1).unwrap();
    let second = a.interfaces()[1].addrs[0].addr();
    let to = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    let from = a.run(|| UdpSocket::bind((second, 0))).unwrap();
    from.send_to(b"x", (b.ipv4(), 9000)).unwrap();
    wait_for(&b, "netstat", "TcpExt: IPReversePathFilter");
    to.set_read_timeout(Some(SHORT)).unwrap();
    to.recv(&mut [0; 9]).unwrap();
}

/// The answers take the way back to the address that the question is from.
#[ns_test(
    link(a, r1),
    link(r1, b),
    link(a, r2, name = "back", faults),
    link(r2, b),
    router(r1),
    router(r2)
)]
#[ignore = "fails on purpose"]
fn asymmetric(a: Node, b: Node, net: Net) {
    let through_r1 = b.interfaces()[0].addrs[0].addr();
    let behind_r2 = a.interfaces()[1].addrs[0].addr();
    net.node("r2").ping(behind_r2).unwrap();
    let back = net.link("back").from("r2").impair(&Faults::new().loss("100%")).unwrap();
    let server = b.run(|| UdpSocket::bind((through_r1, 9000))).unwrap();
    let client = a.run(|| UdpSocket::bind((behind_r2, 0))).unwrap();
    client.send_to(b"x", (through_r1, 9000)).unwrap();
    let (_, from) = server.recv_from(&mut [0; 9]).unwrap();
    server.send_to(b"y", from).unwrap();
    client.set_read_timeout(Some(SHORT)).unwrap();
    let answer = client.recv(&mut [0; 9]);
    back.assert_acted();
    answer.unwrap();
}

/// The server's socket leaves the choice of its address to the kernel, which takes that of the way back.
#[ns_test(link(a, b), link(a, b))]
#[ignore = "fails on purpose"]
fn other_source(a: Node, b: Node) {
    let second = a.interfaces()[1].addrs[0].addr();
    let server = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    let client = a.run(|| UdpSocket::bind((second, 0))).unwrap();
    client.connect((b.ipv4(), 9000)).unwrap();
    client.send(b"x").unwrap();
    let (_, from) = server.recv_from(&mut [0; 9]).unwrap();
    server.send_to(b"y", from).unwrap();
    client.set_read_timeout(Some(SHORT)).unwrap();
    client.recv(&mut [0; 9]).unwrap();
}

#[ns_test(link(a, r), link(r, c), router(r))]
#[ignore = "fails on purpose"]
fn forwarding_off(a: Node, r: Node, c: Node) {
    r.set_sysctl("net.ipv4.ip_forward", 0).unwrap();
    a.ping(Ping::to(IpAddr::from(c.ipv4())).timeout(SHORT)).unwrap();
}

#[ns_test(link(a, r), link(r, c), router(r))]
#[ignore = "fails on purpose"]
fn ttl_exceeded(a: Node, c: Node) {
    a.ping(Ping::to(IpAddr::from(c.ipv4())).ttl(1).timeout(SHORT)).unwrap();
}

#[ns_test(link(a, r), link(r, c), router(r))]
#[ignore = "fails on purpose"]
fn hop_limit_exceeded(a: Node, c: Node) {
    a.ping(Ping::to(IpAddr::from(c.ipv6())).ttl(1).timeout(SHORT)).unwrap();
}

#[ns_test(link(a, r), link(r, c, mtu = 1280), router(r))]
#[ignore = "fails on purpose"]
fn too_big(r: Node, c: Node) {
    let to = c.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    let from = UdpSocket::bind("0.0.0.0:0").unwrap();
    sockopt::set_ip_mtu_discover(&from, Ipv4PathMtuDiscovery::DO).unwrap();
    from.send_to(&[0; 1400], (c.ipv4(), 9000)).unwrap();
    wait_for(&r, "snmp", "Ip: FragFails");
    to.set_read_timeout(Some(SHORT)).unwrap();
    to.recv(&mut [0; 1400]).unwrap();
}

#[ns_test(link(a, r), link(r, c, mtu = 1280), router(r))]
#[ignore = "fails on purpose"]
fn too_big_ipv6(r: Node, c: Node) {
    let to = c.run(|| UdpSocket::bind("[::]:9000")).unwrap();
    let from = UdpSocket::bind("[::]:0").unwrap();
    from.send_to(&[0; 1400], (c.ipv6(), 9000)).unwrap();
    wait_for(&r, "snmp6", "Ip6InTooBigErrors");
    to.set_read_timeout(Some(SHORT)).unwrap();
    to.recv(&mut [0; 1400]).unwrap();
}
