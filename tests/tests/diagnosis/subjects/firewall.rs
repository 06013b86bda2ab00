//! Firewalls that take packets.

use std::io;
use std::net::{TcpListener, UdpSocket};

use nsfixture::prelude::*;

use super::helpers::{SHORT, connect};
use super::nftables::{
    FORWARD, INPUT, OUTPUT, Policy, TCP, UDP, counter, drop_it, install, reject, to_port,
};

/// Sends three datagrams to a host, and fails, because none arrives.
fn send_in_vain(to: &Node) {
    let receiver = to.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    let sender = UdpSocket::bind("0.0.0.0:0").unwrap();
    for _ in 0..3 {
        sender.send_to(b"x", (to.ipv4(), 9000)).unwrap();
    }
    receiver.set_read_timeout(Some(SHORT)).unwrap();
    receiver.recv(&mut [0; 9]).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn drops_udp(b: Node) {
    install(&b, INPUT, Policy::Drop, &[]);
    send_in_vain(&b);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn drops_tcp(b: Node) {
    install(&b, INPUT, Policy::Drop, &[]);
    let _listener = b.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
    connect(b.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn counts_by_policy(b: Node) {
    install(&b, INPUT, Policy::CountAndDrop, &[]);
    send_in_vain(&b);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn drops_by_rule(b: Node) {
    install(&b, INPUT, Policy::Accept, &[[to_port(UDP, 9000), drop_it()].concat()]);
    send_in_vain(&b);
}

#[ns_test(link(a, r), link(r, c), router(r))]
#[ignore = "fails on purpose"]
fn drops_on_router(r: Node, c: Node) {
    let rule = [to_port(UDP, 9000), counter(), drop_it()].concat();
    install(&r, FORWARD, Policy::Accept, &[rule]);
    send_in_vain(&c);
}

#[ns_test(link(a, r), link(r, c), router(r))]
#[ignore = "fails on purpose"]
fn drops_on_router_uncounted(r: Node, c: Node) {
    install(&r, FORWARD, Policy::Drop, &[]);
    send_in_vain(&c);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn rejects(b: Node) {
    install(&b, INPUT, Policy::Accept, &[[to_port(TCP, 80), reject()].concat()]);
    let _listener = b.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
    connect(b.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn rejects_and_counts(b: Node) {
    let rule = [to_port(UDP, 9000), counter(), reject()].concat();
    install(&b, INPUT, Policy::Accept, &[rule]);
    let _receiver = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    let sender = UdpSocket::bind("0.0.0.0:0").unwrap();
    sender.connect((b.ipv4(), 9000)).unwrap();
    sender.send(b"x").unwrap();
    sender.set_read_timeout(Some(SHORT)).unwrap();
    sender.recv(&mut [0; 9]).unwrap();
}

fn send_one(to: &Node) -> io::Result<usize> {
    UdpSocket::bind("0.0.0.0:0")?.send_to(b"x", (to.ipv4(), 9000))
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn drops_output(a: Node, b: Node) {
    install(&a, OUTPUT, Policy::Drop, &[]);
    send_one(&b).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn drops_output_and_counts(a: Node, b: Node) {
    install(&a, OUTPUT, Policy::Accept, &[[to_port(UDP, 9000), counter(), drop_it()].concat()]);
    send_one(&b).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn drops_output_of_tcp(a: Node, b: Node) {
    install(&a, OUTPUT, Policy::Accept, &[[to_port(TCP, 80), drop_it()].concat()]);
    let _listener = b.run(|| TcpListener::bind("[::]:80")).unwrap();
    connect(b.ipv6(), 80).unwrap();
}

#[ns_test(link(a, r), link(r, c), router(r))]
#[ignore = "fails on purpose"]
fn drops_ipv6_on_router(r: Node, c: Node) {
    install(&r, FORWARD, Policy::Accept, &[[to_port(TCP, 80), drop_it()].concat()]);
    let _listener = c.run(|| TcpListener::bind("[::]:80")).unwrap();
    connect(c.ipv6(), 80).unwrap();
}
