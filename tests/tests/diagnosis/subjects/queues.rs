//! Full queues.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, UdpSocket};

use nsfixture::prelude::*;
use rustix::net::sockopt::set_socket_recv_buffer_size;

use super::helpers::{SHORT, connect, connection, wait_for};

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn full_accept_queue(b: Node) {
    let listener = b.run(|| TcpListener::bind("[::]:80")).unwrap();
    rustix::net::listen(&listener, 1).unwrap();
    let connections: Result<Vec<_>, _> = (0..4).map(|_| connect(b.ipv4(), 80)).collect();
    connections.unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn full_udp_buffer(a: Node, b: Node) {
    let to = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    set_socket_recv_buffer_size(&to, 4096).unwrap();
    let from = a.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    for _ in 0..100 {
        from.send_to(&[0; 1000], (b.ipv4(), 9000)).unwrap();
    }
    wait_for(&b, "snmp", "Udp: RcvbufErrors");
    to.set_nonblocking(true).unwrap();
    let received = std::iter::from_fn(|| to.recv(&mut [0; 1000]).ok()).count();
    assert_eq!(received, 100, "datagrams were lost");
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn closed_window(b: Node) {
    let (mut near, _far) = connection(&b);
    near.set_write_timeout(Some(SHORT)).unwrap();
    loop {
        near.write_all(&[0; 16_000]).unwrap();
    }
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn nobody_accepts(b: Node) {
    let _listener = b.run(|| TcpListener::bind("[::]:80")).unwrap();
    let mut near = connect(b.ipv4(), 80).unwrap();
    near.set_read_timeout(Some(SHORT)).unwrap();
    near.write_all(b"hello").unwrap();
    near.read_exact(&mut [0; 5]).unwrap();
}
