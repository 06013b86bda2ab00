//! Everything is lost for a time.

use std::io;
use std::time::{Duration, Instant};

use nsfixture::prelude::*;

use crate::probe::Probe;
use crate::udp::{assert_silent, resolve};

#[ns_test(link(a, b, name = "wire", faults))]
fn an_outage_ends_by_itself(a: Node, b: Node, net: Net) -> io::Result<()> {
    resolve(&a, &b);
    let from_a = net.link("wire").from("a");
    let mut probe = Probe::new(&a, &b)?;
    let begin = Instant::now();
    let guard = from_a.impair(&Faults::new().outage(Outage::new().lasts("1s"))).unwrap();
    probe.wait_until_passing();
    let took = begin.elapsed();
    assert!(took >= Duration::from_secs(1), "{took:?}");
    let counters = from_a.fault_counters().unwrap();
    assert!(counters.outage > 0 && counters.lost == 0, "{counters:?}");
    probe.wait_until_passing();
    let later = from_a.fault_counters().unwrap();
    assert_eq!(later.outage, counters.outage, "there is one outage");
    guard.assert_acted();
    Ok(())
}

#[ns_test(
    link(a, b, name = "wire", from(b, outage(after = "400ms", lasts = "400ms", every = "800ms"))),
    timeout = "60s"
)]
fn outages_come_back(a: Node, b: Node, net: Net) -> io::Result<()> {
    resolve(&b, &a);
    let link = net.link("wire");
    let mut probe = Probe::new(&b, &a)?;
    for _ in 0..2 {
        probe.wait_until_lost(|| link.from("b").fault_counters().unwrap().outage);
        probe.wait_until_passing();
    }
    let [from_a, from_b] = link.fault_counters().unwrap();
    assert!(from_a.outage == 0 && from_b.outage > 1, "{from_a:?} {from_b:?}");
    Ok(())
}

#[ns_test(link(a, b, name = "wire", outage(lasts = "1h")))]
fn an_outage_is_one_of_both_directions(a: Node, b: Node, net: Net) {
    assert_silent(&a, "b");
    assert_silent(&b, "a");
    let counters = net.link("wire").fault_counters().unwrap();
    assert!(counters.iter().all(|counters| counters.outage > 0), "{counters:?}");
}
