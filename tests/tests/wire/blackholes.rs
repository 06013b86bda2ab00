//! Packets that are too large are lost in silence.

use std::io;
use std::time::Duration;

use nsfixture::prelude::*;

use crate::tcp;

/// More than an initial window.
const SIZE: usize = 100_000;

fn transfer(from: &Node, to: &Node, size: usize, quiet: Duration) -> io::Result<usize> {
    tcp::transfer(from, to, to.ipv4().into(), size, quiet).map(|(arrived, _)| arrived)
}

#[ns_test(link(a, b, name = "wire", from(a, blackhole_above = 1280)))]
fn tcp_stalls(a: Node, b: Node, net: Net) -> io::Result<()> {
    a.set_sysctl("net.ipv4.tcp_mtu_probing", "0").unwrap();
    assert_eq!(transfer(&a, &b, SIZE, Duration::from_millis(700))?, 0);
    let [from_a, from_b] = net.link("wire").fault_counters().unwrap();
    assert!(from_a.too_large > 0 && from_b.too_large == 0, "{from_a:?} {from_b:?}");
    Ok(())
}

#[ns_test(link(a, b, name = "wire", blackhole_above = 1280))]
fn small_packets_pass(a: Node, b: Node, net: Net) -> io::Result<()> {
    a.ping("b").unwrap();
    assert_eq!(transfer(&a, &b, 1000, Duration::from_secs(30))?, 1000);
    let counters = net.link("wire").fault_counters().unwrap();
    assert!(counters.iter().all(|counters| !counters.acted()), "{counters:?}");
    Ok(())
}

/// RFC 4821: it begins with segments of 1024 bytes (`tcp_base_mss`).
#[ns_test(link(a, b, blackhole_above = 1280), timeout = "60s")]
fn tcp_finds_the_mtu_by_probing(a: Node, b: Node) -> io::Result<()> {
    a.set_sysctl("net.ipv4.tcp_mtu_probing", "2").unwrap();
    assert_eq!(transfer(&a, &b, SIZE, Duration::from_secs(30))?, SIZE);
    Ok(())
}
