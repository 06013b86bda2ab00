//! Payload arrives as it was sent, whatever happens to its packets.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use nsfixture::prelude::*;

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
