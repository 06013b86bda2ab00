//! Everything is lost for a time.

use std::io;
use std::net::UdpSocket;
use std::time::{Duration, Instant};

use nsfixture::prelude::*;

use crate::udp::resolve;

/// How long a datagram is awaited, much longer than it takes.
const PAUSE: Duration = Duration::from_millis(20);

/// How long a change is awaited.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Datagrams from one host to another, one at a time.
struct Probe {
    sender: UdpSocket,
    receiver: UdpSocket,
    begin: Instant,
}

impl Probe {
    fn new(from: &Node, to: &Node) -> io::Result<Self> {
        resolve(from, to);
        let receiver = to.run(|| UdpSocket::bind((to.ipv4(), 7)))?;
        receiver.set_read_timeout(Some(PAUSE))?;
        let sender = from.run(|| UdpSocket::bind("0.0.0.0:0"))?;
        sender.connect((to.ipv4(), 7))?;
        Ok(Self { sender, receiver, begin: Instant::now() })
    }

    fn arrives(&self) -> bool {
        self.sender.send(&[0]).expect("a route");
        self.receiver.recv(&mut [0]).is_ok()
    }

    /// Sends datagrams until one arrives, or until one is lost.
    fn wait_until(&self, arrives: bool) {
        while self.arrives() != arrives {
            assert!(self.begin.elapsed() < TIMEOUT, "timed out");
        }
    }
}

#[ns_test(link(a, b, name = "wire", faults))]
fn an_outage_ends_by_itself(a: Node, b: Node, net: Net) -> io::Result<()> {
    let from_a = net.link("wire").from("a");
    let probe = Probe::new(&a, &b)?;
    let begin = Instant::now();
    let guard = from_a.impair(&Faults::new().outage(Outage::new().lasts("1s"))).unwrap();
    probe.wait_until(true);
    let took = begin.elapsed();
    assert!(took >= Duration::from_secs(1), "{took:?}");
    assert!(probe.arrives(), "there is one outage");
    guard.assert_acted();
    let counters = from_a.fault_counters().unwrap();
    assert!(counters.outage > 0 && counters.lost == 0, "{counters:?}");
    Ok(())
}

#[ns_test(
    link(a, b, name = "wire", from(b, outage(after = "400ms", lasts = "400ms", every = "800ms"))),
    timeout = "60s"
)]
fn outages_come_back(a: Node, b: Node, net: Net) -> io::Result<()> {
    let probe = Probe::new(&b, &a)?;
    for arrives in [false, true, false, true] {
        probe.wait_until(arrives);
    }
    let [from_a, from_b] = net.link("wire").fault_counters().unwrap();
    assert!(from_a.outage == 0 && from_b.outage > 1, "{from_a:?} {from_b:?}");
    Ok(())
}

#[ns_test(link(a, b, name = "wire", outage(lasts = "1h")))]
fn an_outage_is_one_of_both_directions(a: Node, b: Node, net: Net) {
    a.ping("b").unwrap_err();
    b.ping("a").unwrap_err();
    let counters = net.link("wire").fault_counters().unwrap();
    assert!(counters.iter().all(|counters| counters.outage > 0), "{counters:?}");
}
