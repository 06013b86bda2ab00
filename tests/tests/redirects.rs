//! A router between two subnets of one LAN sends redirects to hosts, which have a shorter path. Echo requests are answered all
//! the same: the router forwards the packet that it sends a redirect for.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::fs;
use std::net::IpAddr;

use nsfixture::{Lan, Net, Node, Topology};
use nsfixture_tests::is_skipped;

#[track_caller]
fn check(a: &str, gw: [&str; 2], b: &str) {
    if is_skipped("redirects") {
        return;
    }
    let lan = Lan::new([("gw", gw)]).host(("a", a)).host(("b", b));
    let net = Net::up(&Topology::new().lan(lan).router("gw")).expect("nothing refuses it");
    let (a, b) = (net.node("a"), net.node("b"));
    let addr: IpAddr = b.addrs()[0];
    assert_eq!(redirects(&a, addr), 0, "before the first packet");
    for nth in 0..3 {
        a.ping(addr).unwrap_or_else(|error| panic!("echo {nth}: {error}"));
    }
    // The router sends it before it forwards the packet, so it has arrived before the reply.
    assert!(redirects(&a, addr) > 0, "`a` has received no redirect");
    net.down().expect("it goes down");
}

/// Returns the number of redirects that a host has received, of the family of an address.
fn redirects(host: &Node, family: IpAddr) -> u64 {
    let read = |path| host.run(|| fs::read_to_string(path)).expect("the counters");
    let value = if family.is_ipv4() {
        let snmp = read("/proc/net/snmp");
        let mut icmp = snmp.lines().filter_map(|line| line.strip_prefix("Icmp: "));
        let (names, values) = (icmp.next().expect("names"), icmp.next().expect("values"));
        let index = names.split(' ').position(|name| name == "InRedirects").expect("the counter");
        values.split(' ').nth(index).expect("its value").to_owned()
    } else {
        let snmp = read("/proc/net/snmp6");
        let value = snmp.lines().find_map(|line| line.strip_prefix("Icmp6InRedirects"));
        value.expect("the counter").trim().to_owned()
    };
    value.parse().expect("a number")
}

#[test]
fn with_ipv4() {
    check("10.1.0.9/24", ["10.1.0.1/24", "10.2.0.1/24"], "10.2.0.9/24");
}

#[test]
fn with_ipv6() {
    check("fd01::9/64", ["fd01::1/64", "fd02::1/64"], "fd02::9/64");
}
