//! Faults of links.

use std::time::{Duration, Instant};

use nsfixture::prelude::*;

use crate::udp::{resolve, send};

#[ns_test(link(a, b, name = "wire", faults))]
fn a_cable_without_a_fault_passes_everything(a: Node, b: Node, net: Net) {
    // Packets that wait for an address may be overtaken.
    resolve(&a, &b);
    assert_eq!(send(&a, &b, 1000), (0..1000).collect::<Vec<_>>());
    let counters = net.link("wire").from("a").fault_counters().unwrap();
    assert!(counters.received >= 1000, "{counters:?}");
    assert_eq!(counters.received, counters.sent);
    assert!(!counters.acted(), "{counters:?}");
}

#[ns_test(link(a, b, delay = "20ms"))]
fn delay_is_one_way(a: Node, b: Node) {
    for (from, to) in [(&a, "b"), (&b, "a")] {
        let begin = Instant::now();
        from.ping(to).unwrap();
        let rtt = begin.elapsed();
        assert!(rtt >= Duration::from_millis(40), "{rtt:?}");
    }
}

#[ns_test(link(a, b, name = "wire", rtt = "20ms", from(b, delay = "50ms")))]
fn a_direction_overrides_the_link(a: Node, net: Net) {
    // The first one resolves addresses, too.
    a.ping("b").unwrap();
    let begin = Instant::now();
    a.ping("b").unwrap();
    let rtt = begin.elapsed();
    assert!(rtt >= Duration::from_millis(60), "{rtt:?}");
    let [a, b] = net.link("wire").fault_counters().unwrap();
    assert!(a.delayed > 0 && b.delayed > 0, "{a:?} {b:?}");
}

#[ns_test(link(a, b, name = "wire", from(a, drop = [2, 5])))]
fn exact_packets_are_dropped(a: Node, b: Node, net: Net) {
    assert_eq!(send(&a, &b, 8), [0, 2, 3, 5, 6, 7]);
    let counters = net.link("wire").from("a").fault_counters().unwrap();
    assert_eq!(counters.dropped, 2, "{counters:?}");
}

#[ns_test(link(a, b, from(a, drop_every = 3)))]
fn every_third_packet_is_dropped(a: Node, b: Node) {
    assert_eq!(send(&a, &b, 10), [0, 1, 3, 4, 6, 7, 9]);
}

#[ns_test(link(a, b, name = "wire", from(a, loss = "10%")), seed = 1)]
fn a_share_is_lost(a: Node, b: Node, net: Net) {
    let arrived = send(&a, &b, 5000).len() as u64;
    let counters = net.link("wire").from("a").fault_counters().unwrap();
    // 10 % of 5,000 is 500, with a standard deviation of 21.
    assert!((4400..4600).contains(&arrived), "{arrived}");
    // What hosts send by themselves may be lost, too.
    assert!((5000 - arrived..5005 - arrived).contains(&counters.lost), "{counters:?}");
}

#[ns_test(link(a, b, from(a, loss = "20%", burst = 10)), seed = 1)]
fn losses_come_in_bursts(a: Node, b: Node) {
    let arrived = send(&a, &b, 10_000);
    let bursts = arrived.windows(2).filter(|pair| pair[1] > pair[0] + 1).count();
    let lost = 10_000 - arrived.len();
    assert!((7 * bursts..13 * bursts).contains(&lost), "{lost} in {bursts} bursts");
}

#[ns_test(link(a, b, from(a, duplicate = "100%")))]
fn packets_are_duplicated(a: Node, b: Node) {
    assert_eq!(send(&a, &b, 4), [0, 0, 1, 1, 2, 2, 3, 3]);
}

#[ns_test(link(a, b, from(a, delay = "10ms", reorder = "30%")), seed = 1)]
fn packets_overtake_others(a: Node, b: Node) {
    let mut arrived = send(&a, &b, 200);
    assert!(!arrived.is_sorted(), "{arrived:?}");
    arrived.sort_unstable();
    assert_eq!(arrived, (0..200).collect::<Vec<_>>());
}

#[ns_test(link(a, b, from(a, delay = "10ms", jitter = "10ms")))]
fn jitter_keeps_the_order(a: Node, b: Node) {
    resolve(&a, &b);
    assert_eq!(send(&a, &b, 500), (0..500).collect::<Vec<_>>());
}

#[ns_test(link(a, b, name = "wire", from(a, rate = "1mbit", queue = "10packets")))]
fn a_full_queue_loses_what_comes(a: Node, b: Node, net: Net) {
    let arrived = send(&a, &b, 100);
    let counters = net.link("wire").from("a").fault_counters().unwrap();
    let total = arrived.len() as u64 + counters.queue_full;
    // The host may send some by itself, which find the queue full as well.
    assert!((100..110).contains(&total), "{counters:?}");
    assert!(counters.queue_full > 50, "{counters:?}");
}

#[ns_test(link(a, b, name = "wire", faults))]
fn corruption_is_seen_in_checksums(a: Node, b: Node, net: Net) {
    resolve(&a, &b);
    let _corrupt = net.link("wire").from("a").impair(&Faults::new().corrupt("100%")).unwrap();
    // The bit may be one of the IP header, or of its addresses.
    assert!(send(&a, &b, 100).len() < 100);
    let snmp = b.run(|| std::fs::read_to_string("/proc/net/snmp")).unwrap();
    let [header, values] = ["Udp: InDatagrams", "Udp: "].map(|prefix| {
        snmp.lines().rfind(|line| line.starts_with(prefix)).unwrap_or_default().split(' ')
    });
    let errors = header.zip(values).find(|(name, _)| *name == "InCsumErrors").unwrap().1;
    assert!(errors.parse::<u32>().unwrap() > 10, "{errors}");
}

#[ns_test(link(phone, tower, condition = "3g"))]
fn a_condition_is_a_set_of_faults(phone: Node) {
    let begin = Instant::now();
    phone.ping("tower").unwrap();
    assert!(begin.elapsed() > Duration::from_millis(50), "{:?}", begin.elapsed());
}
