//! Closed ports.

use std::net::{IpAddr, TcpListener, UdpSocket};

use nsfixture::prelude::*;

use super::helpers::connect;

/// Sends a datagram, and returns the error that comes back.
fn refused(to: impl Into<IpAddr>, port: u16) -> std::io::Error {
    let to = to.into();
    let any = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any).unwrap();
    socket.connect((to, port)).unwrap();
    socket.send(b"x").unwrap();
    socket.recv(&mut [0; 9]).unwrap_err()
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn closed_udp_port(b: Node) {
    let _near = b.run(|| UdpSocket::bind("127.0.0.1:53")).unwrap();
    panic!("no answer: {}", refused(b.ipv4(), 53));
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn closed_udp_port_ipv6(b: Node) {
    let _near = b.run(|| UdpSocket::bind("0.0.0.0:53")).unwrap();
    panic!("no answer: {}", refused(b.ipv6(), 53));
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn closed_tcp_port(b: Node) {
    let _near = b.run(|| TcpListener::bind("127.0.0.1:80")).unwrap();
    connect(b.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn other_tcp_port(b: Node) {
    let _near = b.run(|| TcpListener::bind("[::]:8080")).unwrap();
    connect(b.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn wrong_family(b: Node) {
    let _near = b.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
    connect(b.ipv6(), 80).unwrap();
}
