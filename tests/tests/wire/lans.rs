//! Faults of LANs and across routers.

use std::time::{Duration, Instant};

use nsfixture::{Ping, prelude::*};

use crate::udp::send;

fn rtt(from: &Node, to: &str) -> Duration {
    // The first one resolves addresses, too.
    from.ping(to).unwrap();
    let begin = Instant::now();
    from.ping(to).unwrap();
    begin.elapsed()
}

#[ns_test(lan(a, b, c, name = "office", delay = "10ms"))]
fn a_packet_on_a_lan_is_delayed_once(a: Node, b: Node, net: Net) {
    assert!(rtt(&a, "c") >= Duration::from_millis(20));
    let before = net.lan("office").cable("b").to("b").fault_counters().unwrap();
    assert_eq!(send(&a, &b, 3), [0, 1, 2]);
    let after = net.lan("office").cable("b").to("b").fault_counters().unwrap();
    assert!(after.since(&before).received >= 3);
    assert_eq!(after.delayed, 0, "nothing is delayed a second time");
}

#[ns_test(lan(a, b, c, name = "office", from(b, drop_every = 2)))]
fn one_host_of_a_lan_is_impaired(a: Node, b: Node, c: Node, net: Net) {
    assert_eq!(send(&b, &c, 6), [0, 2, 4]);
    assert_eq!(send(&a, &c, 3), [0, 1, 2]);
    let error = net.lan("office").cable("a").fault_counters().unwrap_err().to_string();
    assert!(error.contains("`office/a` cannot be impaired: add `faults`"), "{error}");
}

#[ns_test(link(a, gw, delay = "5ms"), lan(gw, c), router(gw))]
fn faults_and_plain_cables_are_mixed(a: Node) {
    assert!(rtt(&a, "c") >= Duration::from_millis(10));
}

#[ns_test(lan(a, b, c), faults)]
fn every_cable_of_a_topology_can_be_impaired(a: Node, b: Node, net: Net) {
    assert_eq!(send(&a, &b, 3), [0, 1, 2]);
    let switch = net.lan("lan1");
    switch.cable("a").from("a").set(&Faults::new().loss("100%")).unwrap();
    assert_eq!(send(&a, &b, 3), []);
    switch.cable("a").clear().unwrap();
    assert_eq!(send(&a, &b, 3), [0, 1, 2]);
}

#[ns_test(lan(a, b, c, mtu = 9000), faults)]
fn jumbo_frames_pass(a: Node) {
    a.ping(Ping::to("b").payload(8900)).unwrap();
}
