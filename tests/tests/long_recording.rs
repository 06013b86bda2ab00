//! A recording of many packets stays within its memory, and keeps the last ones. A process of its own, for its memory.
//!
//! `NSFIXTURE_PACKETS` sets their number.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::net::UdpSocket;

use nsfixture::{Link, Net, Rule, Topology};

/// What the records of a network may take, in bytes.
const MAX: usize = 2 * 1024 * 1024;

/// What else may grow meanwhile: the copy that is returned, and what the allocator keeps.
const OTHERS: usize = 6 * 1024 * 1024;

/// The number of bytes of each datagram, of which the record has the first 256 with the headers.
const LEN: usize = 400;

/// Returns the memory of this process that is resident, in bytes (proc_pid_status(5)).
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    1024 * line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap()
}

#[test]
fn many_packets_take_little_memory() {
    if nsfixture_tests::is_skipped("a long recording") {
        return;
    }
    let count: u64 =
        std::env::var("NSFIXTURE_PACKETS").map_or(30_000, |text| text.parse().unwrap());
    for link in [Link::new("a", "b"), Link::new("a", "b").faults()] {
        let net = Net::up(&Topology::new().link(link)).unwrap();
        let (a, b) = (net.node("a"), net.node("b"));
        let receiver = b.run(|| UdpSocket::bind("0.0.0.0:9")).unwrap();
        let sender = a.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
        sender.connect((b.ipv4(), 9)).unwrap();
        let exchange = |number: u64| {
            let mut datagram = [0; LEN];
            datagram[..8].copy_from_slice(&number.to_be_bytes());
            sender.send(&datagram).unwrap();
            receiver.recv(&mut datagram).unwrap();
        };
        let capture = net.capture().unwrap();
        exchange(0);
        let before = resident();
        (1..count).for_each(exchange);
        let grown = resident().saturating_sub(before);
        assert!(grown <= MAX + OTHERS, "{grown} bytes for {count} packets");
        let error = capture.packets().expect_err("they do not fit");
        assert!(error.is_overload(), "{error}");
        // What is recorded from now on is whole, so there is room for it.
        let last = net.capture().unwrap();
        exchange(count);
        let udp = Rule::new().protocol("udp").port(9);
        let [packet] = &last.packets_matching(&udp).unwrap()[..] else {
            panic!("not one packet: {:?}", last.packets())
        };
        assert_eq!(packet.view().payload()[..8], count.to_be_bytes());
        assert_eq!((packet.bytes().len(), packet.len()), (256, LEN + 42));
        net.down().unwrap();
        println!("{count} packets: {grown} bytes");
    }
}
