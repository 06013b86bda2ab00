//! Cables whose carriers come and go.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use nsfixture::prelude::*;

use crate::udp::assert_silent;

/// How long a change is awaited.
const TIMEOUT: Duration = Duration::from_secs(30);

fn has_carrier(node: &Node) -> bool {
    let read = || std::fs::read_to_string("/sys/class/net/eth0/carrier");
    node.run(read).expect("the interface is up").trim() == "1"
}

/// Waits until a host has a carrier, or none.
#[track_caller]
fn wait_for_carrier(node: &Node, expected: bool) {
    let begin = Instant::now();
    while has_carrier(node) != expected {
        assert!(begin.elapsed() < TIMEOUT, "carrier of {node}");
        std::thread::yield_now();
    }
}

/// How often a host has lost its carrier, or got one.
fn carrier_changes(node: &Node) -> u64 {
    let read = || std::fs::read_to_string("/sys/class/net/eth0/carrier_changes");
    node.run(read).expect("it is there").trim().parse().expect("a number")
}

#[ns_test(
    // TCP sends again after 0.2, 0.4, 0.8 s, and so on: no two of these times may fall into outages of the link.
    link(a, b, name = "wire", flap(after = "300ms", lasts = "200ms", every = "700ms")),
    timeout = "120s"
)]
fn both_ends_lose_their_carriers_again_and_again(a: Node, b: Node, net: Net) -> io::Result<()> {
    let before = [carrier_changes(&a), carrier_changes(&b)];
    let listener = b.run(|| TcpListener::bind((b.ipv4(), 7)))?;
    let mut sender = a.run(|| TcpStream::connect_timeout(&(b.ipv4(), 7).into(), TIMEOUT))?;
    let (mut receiver, _) = listener.accept()?;
    receiver.set_read_timeout(Some(TIMEOUT))?;
    for byte in 0..3 {
        for expected in [false, true] {
            wait_for_carrier(&a, expected);
            wait_for_carrier(&b, expected);
        }
        // TCP retransmits what it has sent in between.
        sender.write_all(&[byte])?;
        let mut received = [0];
        receiver.read_exact(&mut received)?;
        assert_eq!(received, [byte]);
    }
    let [from_a, from_b] = net.link("wire").fault_counters().unwrap();
    assert!(from_a.flaps >= 3 && from_b.flaps >= from_a.flaps, "{from_a:?} {from_b:?}");
    for (node, before) in [&a, &b].into_iter().zip(before) {
        let changes = carrier_changes(node) - before;
        assert!(changes >= 6, "{changes} changes of {node}");
    }
    Ok(())
}

#[ns_test(lan(a, b, name = "office", flap(lasts = "500ms")), timeout = "60s")]
fn the_cables_of_a_lan_flap(a: Node, b: Node, net: Net) {
    let flaps = |node: &Node| {
        let cable = net.lan("office").cable(node.name());
        cable.fault_counters().unwrap().map(|counters| counters.flaps)
    };
    let begin = Instant::now();
    for node in [&a, &b] {
        while flaps(node) != [1, 1] {
            assert!(begin.elapsed() < TIMEOUT, "it begins at once");
        }
        wait_for_carrier(node, true);
        assert_eq!(flaps(node), [1, 1]);
    }
    a.ping(&b).unwrap();
}

#[ns_test(link(a, b, name = "wire", faults))]
fn a_cable_flaps_at_run_time(a: Node, b: Node, net: Net) {
    let wire = net.link("wire");
    let flap = Faults::new().flap(Outage::new().lasts("1h"));
    let guard = wire.impair(&flap).unwrap();
    assert!(!has_carrier(&a) && !has_carrier(&b));
    guard.assert_acted();
    // A route through the interface is still there, but nothing arrives.
    assert_silent(&a, &b);
    drop(guard);
    assert!(has_carrier(&a) && has_carrier(&b));
    a.ping(&b).unwrap();

    wire.set(&flap).unwrap();
    // Faults of one direction do not end it, those of both do.
    wire.from("a").set(&Faults::new().delay("1ms")).unwrap();
    assert!(!has_carrier(&a));
    wire.clear().unwrap();
    assert!(has_carrier(&a));

    // What is unplugged stays so.
    wire.unplug().unwrap();
    drop(wire.impair(&flap).unwrap());
    assert!(!has_carrier(&a));
    wire.plug().unwrap();
    a.ping(&b).unwrap();
}

#[ns_test(link(a, b, name = "wire", faults))]
fn a_direction_does_not_flap(net: Net) {
    let from_a = net.link("wire").from("a");
    let flap = Faults::new().flap(Outage::new().lasts("1s"));
    let expected = "`flap` is a fault of the whole cable `wire`, not of one of its directions: set it for the cable";
    assert_eq!(from_a.set(&flap).unwrap_err().to_string(), expected);
    assert_eq!(from_a.impair(&flap).unwrap_err().to_string(), expected);
    assert_eq!(from_a.fault_counters().unwrap().flaps, 0);
}
