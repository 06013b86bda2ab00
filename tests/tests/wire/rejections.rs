//! Partitions that tell senders, as a firewall does that rejects packets.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use nsfixture::prelude::*;

use crate::udp::assert_silent;

/// How long an answer is awaited that comes at once.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Connects to a port where somebody listens.
fn connect(from: &Node, to: IpAddr) -> io::Result<TcpStream> {
    from.run(|| TcpStream::connect_timeout(&(to, 7).into(), TIMEOUT))
}

/// Sends a datagram, and returns the error that comes back, if one does in time.
fn send(from: &Node, to: IpAddr) -> io::Result<usize> {
    let any: IpAddr = match to {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = from.run(|| UdpSocket::bind((any, 0)))?;
    socket.connect((to, 7))?;
    socket.set_read_timeout(Some(TIMEOUT))?;
    socket.send(&[1])?;
    socket.recv(&mut [0])
}

fn addresses(node: &Node) -> [IpAddr; 2] {
    [node.ipv4().into(), node.ipv6().into()]
}

#[track_caller]
fn assert_refused(from: &Node, to: &Node) {
    for address in addresses(to) {
        let error = connect(from, address).expect_err("a partition");
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused, "{address}");
        let error = send(from, address).expect_err("a partition");
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused, "{address}");
    }
}

/// Listens at all addresses.
fn listen(on: &Node) -> TcpListener {
    on.run(|| TcpListener::bind((Ipv6Addr::UNSPECIFIED, 7))).unwrap()
}

#[track_caller]
fn assert_connects(from: &Node, to: &Node) {
    for address in addresses(to) {
        connect(from, address).unwrap();
    }
}

#[ns_test(lan(a, b, c), faults)]
fn connections_are_refused(a: Node, b: Node, c: Node, net: Net) {
    let _listeners = [&a, &b, &c].map(listen);
    // Nobody knows the address of another one yet.
    let partition = net.partition((["a", "b"], ["c"])).unwrap().reject().unwrap();
    assert_refused(&a, &c);
    assert_refused(&c, &b);
    assert_connects(&a, &b);
    // Again is no different.
    partition.reject().unwrap();
    net.partition((["a", "b"], ["c"])).unwrap().reject().unwrap();
    assert_refused(&a, &c);
    partition.heal().unwrap();
    assert_refused(&a, &c);
    net.heal().unwrap();
    assert_connects(&a, &c);
    // One that has been healed stays so.
    partition.reject().unwrap();
    assert_connects(&c, &a);
    let counters = net.lans().next().unwrap().cable("a").from("a").fault_counters().unwrap();
    assert!(counters.rejected > 0, "{counters:?}");
}

#[ns_test(link(a, b), link(b, c, name = "far"), router(b), faults)]
fn connections_over_routers_are_refused(a: Node, b: Node, c: Node, net: Net) {
    let _listeners = [&a, &b, &c].map(listen);
    net.partition((["a"], ["c"])).unwrap().reject().unwrap();
    assert_refused(&a, &c);
    assert_refused(&c, &a);
    assert_connects(&a, &b);
    assert_connects(&b, &c);
    net.heal().unwrap();
    // A router that is cut off does not forward, either.
    net.partition((["b"], ["c"])).unwrap().reject().unwrap();
    assert_refused(&b, &c);
    assert_refused(&a, &c);
    net.heal().unwrap();
    assert_connects(&a, &c);
}

#[ns_test(link(a, b, name = "wire", faults))]
fn one_direction_is_refused(a: Node, b: Node, net: Net) -> io::Result<()> {
    let listener = listen(&b);
    let mut there = connect(&a, b.ipv4().into())?;
    let (mut here, _) = listener.accept()?;
    net.partition_oneway("a", "b").unwrap().reject().unwrap();
    assert_refused(&a, &b);
    // A connection is reset by what its end that is cut off sends.
    here.set_read_timeout(Some(TIMEOUT))?;
    there.set_read_timeout(Some(TIMEOUT))?;
    here.write_all(b"x")?;
    let mut byte = [0];
    while there.read(&mut byte).is_ok_and(|length| length > 0) {}
    assert!(there.write_all(b"x").and_then(|()| there.read(&mut byte)).is_err());
    Ok(())
}

#[ns_test(lan(a, b), faults)]
fn silence_prevails(a: Node, b: Node, net: Net) {
    let _listener = listen(&b);
    assert_connects(&a, &b);
    let silent = net.isolate("b").unwrap();
    net.isolate("b").unwrap().reject().unwrap();
    let from_a = net.lans().next().unwrap().cable("a").from("a");
    assert_silent(&a, "b");
    assert_eq!(from_a.fault_counters().unwrap().rejected, 0);
    silent.heal().unwrap();
    assert_refused(&a, &b);
}

#[ns_test(link(a, b, faults), link(a, c))]
fn a_sender_needs_cables_that_can_be_impaired(a: Node, b: Node, net: Net) {
    let partition = net.partition_oneway("a", "b").unwrap();
    let error = partition.reject().unwrap_err().to_string();
    assert!(error.contains("`a-c` cannot be impaired: add `faults`"), "{error}");
    // It is still there.
    assert_silent(&a, "b");
    partition.heal().unwrap();
    a.ping("b").unwrap();
    let _unused = b;
}
