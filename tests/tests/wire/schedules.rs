//! Faults on a schedule.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use nsfixture::prelude::*;

use crate::probe::Probe;
use crate::udp::{assert_silent, reached};

/// Waits for a fault that begins and ends, and does so again.
fn come_and_go(probe: &mut Probe, lost: impl Fn() -> u64) {
    for _ in 0..2 {
        probe.wait_until_passing();
        probe.wait_until_lost(&lost);
    }
    probe.wait_until_passing();
}

#[ns_test(
    lan(a, b, c),
    fault(after = "300ms", lasts = "400ms", every = "800ms", partition = [[a], [b, c]]),
    timeout = "2m"
)]
fn a_partition_begins_and_ends(a: Node, b: Node, c: Node, net: Net) -> io::Result<()> {
    let to_b = net.lan("lan1").cable("b").to("b");
    come_and_go(&mut Probe::new(&a, &b)?, || to_b.fault_counters().unwrap().blocked);
    Probe::new(&c, &b)?.wait_until_passing();
    Ok(())
}

#[ns_test(
    link(a, b, name = "wire", delay = "1ms"),
    fault(link = "wire", after = "300ms", lasts = "400ms", every = "800ms", loss = "100%"),
    timeout = "2m"
)]
fn a_link_has_other_faults_for_a_while(a: Node, b: Node, net: Net) -> io::Result<()> {
    let from_a = net.link("wire").from("a");
    come_and_go(&mut Probe::new(&a, &b)?, || from_a.fault_counters().unwrap().lost);
    assert!(from_a.fault_counters().unwrap().delayed > 1, "{from_a:?}");
    Ok(())
}

#[ns_test(lan(a, b, c), fault(isolate = "b"))]
fn a_fault_without_times_is_active_from_the_start_to_the_end(a: Node, b: Node, net: Net) {
    let nodes: Vec<Node> = net.nodes().collect();
    assert_eq!(reached(&nodes), ["ac", "ca"]);
    // What is active can be ended by hand.
    net.heal().unwrap();
    a.ping("b").unwrap();
    b.ping("c").unwrap();
}

#[ns_test(lan(a, b, c), fault(isolate = b, reject))]
fn a_partition_rejects(a: Node, b: Node, c: Node, net: Net) {
    let addr = SocketAddr::from((b.ipv4(), 80));
    let _listener = b.run(|| TcpListener::bind(addr)).unwrap();
    let error = a.run(|| TcpStream::connect(addr)).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    let from_a = net.lan("lan1").cable("a").from("a").fault_counters().unwrap();
    assert!(from_a.rejected > 0, "{from_a:?}");
    a.ping(&c).unwrap();
}

#[ns_test(link(a, b), fault(lasts = "500ms", isolate = b), timeout = "2m")]
fn a_fault_ends(a: Node, b: Node) -> io::Result<()> {
    Probe::new(&a, &b)?.wait_until_passing();
    a.ping("b").unwrap();
    Ok(())
}

#[ns_test(
    lan(a, b, c),
    fault(lasts = "400ms", every = "800ms", isolate = b),
    fault(oneway = [c, a]),
    timeout = "2m"
)]
fn partitions_are_healed_until_they_begin_again(a: Node, b: Node, net: Net) -> io::Result<()> {
    let to_b = net.lan("lan1").cable("b").to("b");
    let blocked = || to_b.fault_counters().unwrap().blocked;
    let mut probe = Probe::new(&a, &b)?;
    probe.wait_until_lost(blocked);
    net.heal().unwrap();
    probe.wait_until_passing();
    // The next period.
    probe.wait_until_lost(blocked);
    probe.wait_until_passing();
    Ok(())
}

#[ns_test(
    link(a, b, name = "wire"),
    fault(link = "wire", from(a, loss = "100%")),
    fault(link = "wire", after = "1h", loss = "50%")
)]
fn one_direction_has_faults(b: Node, net: Net) {
    let wire = net.link("wire");
    assert_silent(&b, "a");
    let [from_a, from_b] = wire.fault_counters().unwrap();
    assert!(from_a.lost > 0 && from_b.lost == 0, "{from_a:?} {from_b:?}");
    // A guard is on top of what has begun before it.
    let guard = wire.impair(&Faults::new()).unwrap();
    b.ping("a").unwrap();
    drop(guard);
    assert_silent(&b, "a");
}

#[ns_test(lan(a, b, c, name = "office"), link(c, d), fault(link = "office", loss = "100%"))]
fn a_lan_is_all_its_cables(a: Node, c: Node, net: Net) {
    let nodes: Vec<Node> = net.nodes().take(3).collect();
    assert_eq!(reached(&nodes), [""; 0]);
    c.ping("d").unwrap();
    // Only what the fault is about can be impaired.
    assert!(net.link("c-d").fault_counters().is_err());
    let [from_switch, from_a] = net.lan("office").cable(a.name()).fault_counters().unwrap();
    assert!(from_a.lost > 0 && from_switch.lost == 0, "{from_a:?} {from_switch:?}");
}

/// The longest that the end of a network may take, much less than what is on the schedule.
const TIMEOUT: Duration = Duration::from_secs(60);

#[test]
fn a_network_goes_down_in_the_middle() {
    if nsfixture::skip_reason().is_some() {
        return;
    }
    let fast = Fault::new().isolate("a").lasts("2ms").every("4ms");
    let long = Fault::new().link("lan1").delay("1ms").lasts("1h");
    let late = Fault::new().oneway("b", "c").after("1h").lasts("1s").every("10m");
    for faults in [vec![fast], vec![long, late]] {
        let lan = Topology::new().lan(["a", "b", "c"]);
        let net = Net::up(&faults.into_iter().fold(lan, Topology::fault)).unwrap();
        let (b, begin) = (net.node("b"), Instant::now());
        // The hosts are in use meanwhile.
        b.ping("c").unwrap();
        net.down().unwrap();
        assert!(begin.elapsed() < TIMEOUT, "{:?}", begin.elapsed());
    }
}
