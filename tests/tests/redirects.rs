//! A router through which two subnets of one LAN reach each other tells hosts of the shorter way:
//! that is no failure of the packet, which it sends on.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::net::IpAddr;

use nsfixture::{Lan, Net, Topology};
use nsfixture_tests::nothing_to_test;

#[track_caller]
fn check(a: &str, gw: [&str; 2], b: &str) {
    if nothing_to_test("redirects") {
        return;
    }
    let lan = Lan::new([("gw", gw)]).host(("a", a)).host(("b", b));
    let net = Net::up(&Topology::new().lan(lan).router("gw")).expect("nothing refuses it");
    let (a, b) = (net.node("a"), net.node("b"));
    let addr: IpAddr = b.addrs()[0];
    for nth in 0..3 {
        a.ping(addr).unwrap_or_else(|error| panic!("echo {nth}: {error}"));
    }
    net.down().expect("it goes down");
}

#[test]
fn with_ipv4() {
    check("10.1.0.9/24", ["10.1.0.1/24", "10.2.0.1/24"], "10.2.0.9/24");
}

#[test]
fn with_ipv6() {
    check("fd01::9/64", ["fd01::1/64", "fd02::1/64"], "fd02::9/64");
}
