//! Networks in which nothing is odd, and tests that fail by an ordinary assertion.

use std::net::{IpAddr, TcpListener, UdpSocket};

use nsfixture::prelude::*;

use super::helpers::{connection, exchange};
use super::nftables::{FORWARD, INPUT, OUTPUT, Policy, UDP, drop_it, install, to_port};

/// Exchanges everything that a healthy test might, and fails.
fn fails_after_traffic(from: &Node, to: &Node) {
    for addr in [IpAddr::from(to.ipv4()), to.ipv6().into()] {
        from.ping(addr).unwrap();
        let socket = to.run(|| UdpSocket::bind((addr, 9000))).unwrap();
        let any = if addr.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        let near = from.run(|| UdpSocket::bind(any)).unwrap();
        near.send_to(b"x", (addr, 9000)).unwrap();
        socket.recv(&mut [0; 9]).unwrap();
    }
    let (mut near, mut far) = connection(to);
    exchange(&mut near, &mut far, 1_000_000);
    exchange(&mut far, &mut near, 1_000_000);
    let _listener = to.run(|| TcpListener::bind("[::]:8080")).unwrap();
    to.wait_listening(8080).unwrap();
    drop((near, far));
    assert_eq!(1 + 1, 3, "an ordinary assertion");
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn a_link_with_traffic(a: Node, b: Node) {
    fails_after_traffic(&a, &b);
}

#[ns_test(link(a, b, delay = "1ms"))]
#[ignore = "fails on purpose"]
fn an_impaired_link_with_traffic(a: Node, b: Node) {
    fails_after_traffic(&a, &b);
}

#[ns_test(lan(a, b, r), lan(r, s), lan(s, c), router(r), router(s))]
#[ignore = "fails on purpose"]
fn routers_with_traffic(a: Node, c: Node) {
    fails_after_traffic(&a, &c);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn connections_that_are_open(b: Node) {
    let (mut near, mut far) = connection(&b);
    exchange(&mut near, &mut far, 10_000);
    assert_eq!(1 + 1, 3, "an ordinary assertion");
}

/// Packets could be dropped, and none is.
#[ns_test(lan(a, b, r), lan(r, s), lan(s, c), router(r), router(s))]
#[ignore = "fails on purpose"]
fn firewalls_with_traffic(a: Node, r: Node, s: Node, c: Node) {
    for host in [&a, &r, &s, &c] {
        for hook in [INPUT, FORWARD, OUTPUT] {
            let rule = [to_port(UDP, 7), drop_it()].concat();
            install(host, hook, Policy::Accept, &[rule]);
        }
    }
    fails_after_traffic(&a, &c);
}
