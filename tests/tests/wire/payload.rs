//! Payload arrives as it was sent, whatever happens to its packets.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, TcpListener, TcpStream};

use nsfixture::prelude::*;
use nsfixture::rtnetlink_0_24::{Error, LinkVxlan};

/// `EOPNOTSUPP` of most architectures (`asm-generic/errno.h`).
const EOPNOTSUPP: i32 = 95;

/// Sends 2 MB over TCP, and asserts that they arrive.
fn transfer(a: &Node, b: &Node, address: &str) {
    let data: Vec<u8> = (0..2_000_000_u32).map(|n| (n ^ (n >> 8)) as u8).collect();
    let listener = b.run(|| TcpListener::bind(address)).unwrap();
    let received = std::thread::spawn(move || {
        let mut received = Vec::new();
        listener.accept().unwrap().0.read_to_end(&mut received).unwrap();
        received
    });
    let mut stream = a.run(|| TcpStream::connect(address)).unwrap();
    stream.write_all(&data).unwrap();
    drop(stream);
    assert!(received.join().unwrap() == data, "the data are others");
}

#[ns_test(link(a, b, faults))]
fn through_nothing(a: Node, b: Node) {
    transfer(&a, &b, "10.0.0.2:7");
    transfer(&a, &b, "[fd00:0:0:1::2]:7");
}

#[ns_test(link(a, b, name = "wire", delay = "1ms", loss = "1%", duplicate = "1%", reorder = "1%"))]
fn through_loss_and_disorder(a: Node, b: Node, net: Net) {
    transfer(&a, &b, "10.0.0.2:7");
    transfer(&a, &b, "[fd00:0:0:1::2]:7");
    let counters = net.link("wire").from("a").fault_counters().unwrap();
    assert!(counters.lost > 0 && counters.duplicated > 0 && counters.reordered > 0, "{counters:?}");
}

#[ns_test(link(a, b, name = "wire", corrupt = "1%"))]
fn through_corruption(a: Node, b: Node, net: Net) {
    transfer(&a, &b, "10.0.0.2:7");
    let counters = net.link("wire").from("a").fault_counters().unwrap();
    assert!(counters.corrupted > 0, "{counters:?}");
}

#[ns_test(link(a, b, rate = "100mbit", queue = "20ms"))]
fn through_a_narrow_link(a: Node, b: Node) {
    transfer(&a, &b, "10.0.0.2:7");
}

#[ns_test(link(a, b, rate = "100mbit", queue = "100ms", aqm = "codel"))]
fn through_a_managed_queue(a: Node, b: Node) {
    transfer(&a, &b, "10.0.0.2:7");
}

#[ns_test(link(a, b, name = "wire", loss = "0.1%"))]
async fn through_a_tunnel(a: Node, b: Node, net: Net) {
    for (host, other, addr) in [(&a, &b, "192.0.2.1"), (&b, &a, "192.0.2.2")] {
        let netlink = host.netlink().unwrap();
        let tunnel = LinkVxlan::new("vxlan0", 7).local(host.ipv4()).remote(other.ipv4());
        match netlink.link().add(tunnel.port(4789).up().build()).execute().await {
            Err(Error::NetlinkError(error)) if error.raw_code() == -EOPNOTSUPP => {
                println!("not tested: this kernel has no VXLAN");
                return;
            }
            added => added.unwrap(),
        }
        let index = host.run(|| std::fs::read_to_string("/sys/class/net/vxlan0/ifindex")).unwrap();
        let index = index.trim().parse().unwrap();
        let addr: IpAddr = addr.parse().unwrap();
        netlink.address().add(index, addr, 24).execute().await.unwrap();
    }
    transfer(&a, &b, "192.0.2.2:7");
    let counters = net.link("wire").from("a").fault_counters().unwrap();
    // Each packet of the tunnel is one on the wire.
    assert!(counters.received > 2_000_000 / 1400, "{counters:?}");
}
