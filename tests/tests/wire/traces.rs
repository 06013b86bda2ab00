//! Packets leave at the times of a trace.

use std::net::{Ipv4Addr, UdpSocket};
use std::time::{Duration, Instant};

use nsfixture::prelude::*;
use nsfixture::{Faults, Link, Net, Topology};

/// The time between two opportunities in `slow.up`.
const STEP: Duration = Duration::from_millis(50);

/// Checks that packets from `a` to `b` take an opportunity each.
#[track_caller]
fn check(a: &Node, b: &Node, net: &Net) {
    a.ping("b").unwrap();
    let server = b.run(|| UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 7))).unwrap();
    server.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let client = a.run(|| UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))).unwrap();
    let before = net.link("wire").from("a").fault_counters().unwrap();
    let begin = Instant::now();
    for number in 0..5 {
        client.send_to(&[number; 1400], (b.ipv4(), 7)).unwrap();
    }
    for number in 0..5 {
        let mut datagram = [0; 1500];
        assert_eq!(server.recv(&mut datagram).unwrap(), 1400);
        assert_eq!(datagram[0], number);
    }
    // The first opportunity may be at once.
    assert!(begin.elapsed() >= 4 * STEP, "{:?}", begin.elapsed());
    let counters = net.link("wire").from("a").fault_counters().unwrap().since(&before);
    assert!(counters.delayed >= 5, "{counters:?}");
    // The other direction waits for nothing.
    assert!(!net.link("wire").from("b").fault_counters().unwrap().acted());
}

#[ns_test(link(a, b, name = "wire", from(a, trace = "topologies/slow.up")))]
fn in_the_attribute(a: Node, b: Node, net: Net) {
    check(&a, &b, &net);
}

#[ns_test(file = "topologies/traced.toml")]
fn in_a_file(a: Node, b: Node, net: Net) {
    check(&a, &b, &net);
}

#[ns_test(link(a, b, name = "wire", faults))]
fn at_run_time(a: Node, b: Node, net: Net) {
    let wire = net.link("wire");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/topologies/slow.up");
    wire.from("a").set(&Faults::new().trace(path)).unwrap();
    check(&a, &b, &net);
    let text = "50\n";
    wire.from("a").set(&Faults::new().trace(text)).unwrap();
    check(&a, &b, &net);
    let error = wire.set(&Faults::new().trace("none.up")).unwrap_err().to_string();
    assert_eq!(
        error,
        "invalid faults: cannot read trace \"none.up\": No such file or directory (os error 2)"
    );
}

#[test]
fn a_wrong_trace_is_an_error_before_anything_is_created() {
    let up = |trace: &str| {
        let topology = Topology::new().link(Link::new("a", "b").trace(trace));
        Net::up(&topology).map(drop).expect_err("a wrong trace")
    };
    let missing = up("/none/such.up");
    assert!(missing.is_topology(), "{missing}");
    assert!(
        missing.to_string().contains("cannot read trace \"/none/such.up\": No such"),
        "{missing}"
    );
    let wrong = up(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/topologies/descending.up"));
    assert!(wrong.to_string().contains("10 is before 20"), "{wrong}");
    assert!(up("1\nx\n").to_string().contains("line 2 of the trace: expected a number"));
}
