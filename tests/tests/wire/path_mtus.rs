//! Packets that are longer than the path MTU: senders are told, or they arrive in fragments.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};
use std::time::Duration;

use nsfixture::prelude::*;
use rustix::io::Errno;
use rustix::net::sockopt::{self, Ipv4PathMtuDiscovery, Ipv6PathMtuDiscovery};

use crate::tcp::transfer;

/// More than an initial window.
const SIZE: usize = 300_000;

/// How long something is awaited that happens soon.
const TIMEOUT: Duration = Duration::from_secs(30);

#[ns_test(link(a, b, name = "wire", path_mtu = 1280))]
fn tcp_finds_the_mtu(a: Node, b: Node, net: Net) -> io::Result<()> {
    let (arrived, sender) = transfer(&a, &b, b.ipv4().into(), SIZE, TIMEOUT)?;
    assert_eq!(arrived, SIZE);
    assert_eq!(sockopt::ip_mtu(&sender)?, 1280);
    let [from_a, from_b] = net.link("wire").fault_counters().unwrap();
    assert!(from_a.too_large > 0 && from_a.fragmented == 0, "{from_a:?}");
    assert_eq!(from_b.answers, from_a.too_large);
    Ok(())
}

#[ns_test(link(a, b, name = "wire", family = "ipv6", from(a, path_mtu = 1400)))]
fn tcp_finds_the_mtu_over_ipv6(a: Node, b: Node, net: Net) -> io::Result<()> {
    let (arrived, sender) = transfer(&a, &b, b.ipv6().into(), SIZE, TIMEOUT)?;
    assert_eq!((arrived, sockopt::ipv6_mtu(&sender)?), (SIZE, 1400));
    // The other direction carries everything.
    let (arrived, sender) = transfer(&b, &a, a.ipv6().into(), SIZE, TIMEOUT)?;
    assert_eq!((arrived, sockopt::ipv6_mtu(&sender)?), (SIZE, 1500));
    let [from_a, from_b] = net.link("wire").fault_counters().unwrap();
    assert!(from_a.too_large > 0 && from_b.too_large == 0, "{from_a:?} {from_b:?}");
    Ok(())
}

/// The answer comes from beyond a router, which forwards it.
#[ns_test(link(a, r), link(r, b, name = "far", path_mtu = 1300), router(r))]
fn tcp_finds_the_mtu_over_a_router(a: Node, b: Node) -> io::Result<()> {
    for reverse_path in ["0", "1"] {
        a.set_sysctl("net.ipv4.conf.all.rp_filter", reverse_path).unwrap();
        let (arrived, sender) = transfer(&a, &b, b.ipv4().into(), SIZE, TIMEOUT)?;
        assert_eq!((arrived, sockopt::ip_mtu(&sender)?), (SIZE, 1300));
    }
    let (arrived, sender) = transfer(&a, &b, b.ipv6().into(), SIZE, TIMEOUT)?;
    assert_eq!((arrived, sockopt::ipv6_mtu(&sender)?), (SIZE, 1300));
    Ok(())
}

/// Two sockets, of which the first is connected to the second.
fn datagrams(from: &Node, to: &Node, is_v6: bool) -> io::Result<(UdpSocket, UdpSocket)> {
    let (to_address, any): (IpAddr, IpAddr) = if is_v6 {
        (to.ipv6().into(), Ipv6Addr::UNSPECIFIED.into())
    } else {
        (to.ipv4().into(), Ipv4Addr::UNSPECIFIED.into())
    };
    let receiver = to.run(|| UdpSocket::bind((to_address, 7)))?;
    receiver.set_read_timeout(Some(TIMEOUT))?;
    let sender = from.run(|| UdpSocket::bind((any, 0)))?;
    sender.connect(receiver.local_addr()?)?;
    Ok((sender, receiver))
}

#[track_caller]
fn assert_too_long<T: std::fmt::Debug>(result: io::Result<T>) {
    let error = result.expect_err("it is too long");
    assert_eq!(error.raw_os_error(), Some(Errno::MSGSIZE.raw_os_error()), "{error}");
}

/// Sends a datagram that is too long for the cable, which the kernel does not know yet.
fn be_told(socket: &UdpSocket, datagram: &[u8]) -> io::Result<()> {
    socket.set_read_timeout(Some(TIMEOUT))?;
    socket.send(datagram)?;
    // The answer.
    assert_too_long(socket.recv(&mut [0]));
    assert_too_long(socket.send(datagram));
    Ok(())
}

#[ns_test(link(a, b, path_mtu = 1280))]
fn datagrams_that_may_not_be_fragmented_are_refused(a: Node, b: Node) -> io::Result<()> {
    let (sender, receiver) = datagrams(&a, &b, false)?;
    sockopt::set_ip_mtu_discover(&sender, Ipv4PathMtuDiscovery::DO)?;
    be_told(&sender, &[1; 1253])?;
    assert_eq!(sockopt::ip_mtu(&sender)?, 1280);
    sender.send(&[2; 1252])?;
    let mut buffer = [0; 2000];
    assert_eq!((receiver.recv(&mut buffer)?, buffer[0]), (1252, 2));

    let (sender, receiver) = datagrams(&a, &b, true)?;
    sockopt::set_ipv6_mtu_discover(&sender, Ipv6PathMtuDiscovery::DO)?;
    be_told(&sender, &[1; 1233])?;
    sender.send(&[2; 1232])?;
    assert_eq!((receiver.recv(&mut buffer)?, buffer[0]), (1232, 2));
    Ok(())
}

#[ns_test(lan(a, b, c, name = "office", from(a, path_mtu = 600), family = "ipv4"))]
fn datagrams_arrive_in_fragments(a: Node, b: Node, c: Node, net: Net) -> io::Result<()> {
    for (to, len) in [(&b, 573), (&c, 1472), (&c, 4000)] {
        let (sender, receiver) = datagrams(&a, to, false)?;
        sockopt::set_ip_mtu_discover(&sender, Ipv4PathMtuDiscovery::DONT)?;
        let datagram: Vec<u8> = (0..len).map(|at| at as u8).collect();
        sender.send(&datagram)?;
        let mut buffer = [0; 8000];
        let received = receiver.recv(&mut buffer)?;
        assert_eq!(buffer[..received], datagram);
    }
    let from_a = net.lan("office").cable("a").from("a").fault_counters().unwrap();
    // 2, 3, and of the host's own fragments of 1500, 1500 and 1048 bytes again 3, 3 and 2.
    assert_eq!((from_a.fragmented, from_a.fragments, from_a.too_large), (5, 13, 0));
    Ok(())
}

#[ns_test(link(a, b, name = "wire", faults))]
fn a_path_mtu_is_set_at_run_time(a: Node, b: Node, net: Net) -> io::Result<()> {
    let wire = net.link("wire");
    let below = wire.set(&Faults::new().path_mtu(1279)).unwrap_err().to_string();
    assert!(below.contains("path MTU 1279 is out of range with IPv6"), "{below}");
    let guard = wire.impair(&Faults::new().path_mtu(1280)).unwrap();
    let (arrived, sender) = transfer(&a, &b, b.ipv4().into(), SIZE, TIMEOUT)?;
    assert_eq!((arrived, sockopt::ip_mtu(&sender)?), (SIZE, 1280));
    guard.assert_acted();
    Ok(())
}
