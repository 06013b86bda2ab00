//! Faults of cables.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, TcpListener, TcpStream, UdpSocket};

use nsfixture::Faults;
use nsfixture::prelude::*;

use super::helpers::{SHORT, connect, connection, exchange};

#[ns_test(link(a, b, name = "wire"), faults)]
#[ignore = "fails on purpose"]
fn partition(b: Node, net: Net) {
    let _listener = b.run(|| TcpListener::bind("[::]:80")).unwrap();
    net.partition((["a"], ["b"])).unwrap();
    connect(b.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b, name = "wire"), faults)]
#[ignore = "fails on purpose"]
fn rejecting_partition(b: Node, net: Net) {
    let _listener = b.run(|| TcpListener::bind("[::]:80")).unwrap();
    // Addresses are resolved first.
    drop(connect(b.ipv4(), 80));
    net.partition((["a"], ["b"])).unwrap().reject().unwrap();
    connect(b.ipv4(), 80).unwrap();
}

/// The body waits without a limit of its own.
#[ns_test(link(a, b, name = "wire"), faults, timeout = "4s")]
#[ignore = "fails on purpose"]
fn partition_and_timeout(b: Node, net: Net) {
    let _listener = b.run(|| TcpListener::bind("[::]:80")).unwrap();
    // Addresses are resolved first.
    drop(connect(b.ipv4(), 80));
    net.partition_oneway("b", "a").unwrap();
    TcpStream::connect((b.ipv4(), 80)).unwrap();
}

#[ns_test(link(a, b, name = "wire", from(a, loss = "100%")))]
#[ignore = "fails on purpose"]
fn dead_direction(b: Node) {
    let _listener = b.run(|| TcpListener::bind("[::]:80")).unwrap();
    connect(b.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b, name = "wire", from(a, blackhole_above = 1280)))]
#[ignore = "fails on purpose"]
fn path_mtu_hole(a: Node, b: Node) {
    a.set_sysctl("net.ipv4.tcp_mtu_probing", "0").unwrap();
    let (mut near, mut far) = connection(&b);
    exchange(&mut near, &mut far, 100);
    near.write_all(&vec![7; 20_000]).unwrap();
    far.set_read_timeout(Some(2 * SHORT)).unwrap();
    far.read_exact(&mut vec![0; 20_000]).unwrap();
}

#[ns_test(link(a, b, name = "wire"), faults)]
#[ignore = "fails on purpose"]
fn corrupted(a: Node, b: Node, net: Net) {
    a.ping(IpAddr::from(b.ipv4())).unwrap();
    net.link("wire").from("a").set(&Faults::new().corrupt("100%")).unwrap();
    let to = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    let from = UdpSocket::bind("0.0.0.0:0").unwrap();
    for _ in 0..50 {
        from.send_to(&[0; 1400], (b.ipv4(), 9000)).unwrap();
    }
    // The kernel checks the checksum when the socket is read.
    to.set_read_timeout(Some(SHORT)).unwrap();
    to.recv(&mut [0; 1400]).unwrap();
}
