//! Faults for some packets only.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use nsfixture::prelude::*;

use crate::udp::{assert_silent, resolve};

/// How long one is awaited that arrives.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Two hosts that exchange datagrams on several ports.
struct Pair {
    sender: UdpSocket,
    receivers: Vec<UdpSocket>,
}

impl Pair {
    fn new(from: &Node, to: &Node, ports: &[u16]) -> io::Result<Self> {
        resolve(from, to);
        let bind = |&port: &u16| to.run(|| UdpSocket::bind((to.ipv4(), port)));
        let receivers = ports.iter().map(bind).collect::<io::Result<_>>()?;
        Ok(Self { sender: from.run(|| UdpSocket::bind("0.0.0.0:0"))?, receivers })
    }

    fn send(&self, nth: usize, bytes: &[u8]) {
        let to = self.receivers[nth].local_addr().expect("it is bound");
        self.sender.send_to(bytes, to).expect("it has a route");
    }

    fn receive(&self, nth: usize, timeout: Duration) -> Option<Vec<u8>> {
        let mut bytes = vec![0; 2000];
        self.receivers[nth].set_read_timeout(Some(timeout)).expect("a timeout");
        let len = self.receivers[nth].recv(&mut bytes).ok()?;
        bytes.truncate(len);
        Some(bytes)
    }
}

#[ns_test(link(a, b, name = "wire", rule(protocol = "udp", port = 53, loss = "100%")))]
fn one_port_is_lost_and_another_passes(a: Node, b: Node, net: Net) -> io::Result<()> {
    let pair = Pair::new(&a, &b, &[53, 54])?;
    for _ in 0..3 {
        pair.send(0, b"lost");
        pair.send(1, b"arrives");
        assert_eq!(pair.receive(1, TIMEOUT).as_deref(), Some(&b"arrives"[..]));
    }
    // What was sent before has arrived.
    assert_eq!(pair.receive(0, Duration::from_millis(1)), None);
    let wire = net.link("wire");
    let rules = wire.from("a").rules().unwrap();
    assert_eq!(rules[0].rule, "rule(protocol = \"udp\", port = 53, loss = \"100%\")");
    assert_eq!((rules[0].matched, rules[0].lost), (3, 3));
    assert_eq!(wire.from("a").fault_counters().unwrap().lost, 3);
    let back = wire.from("b").rules().unwrap();
    assert!(back[0].matched == 0 && !back[0].acted(), "{back:?}");
    Ok(())
}

/// The kernel sends a SYN again after 1 s (RFC 6298, section 2).
#[ns_test(
    link(a, b, name = "wire", from(a, rule(protocol = "tcp", flags = "syn", drop = [1]))),
    timeout = "60s"
)]
fn the_first_syn_is_lost(a: Node, b: Node, net: Net) -> io::Result<()> {
    resolve(&a, &b);
    let listener = b.run(|| TcpListener::bind((b.ipv4(), 7)))?;
    let begin = Instant::now();
    let mut sender = a.run(|| TcpStream::connect((b.ipv4(), 7)))?;
    let took = begin.elapsed();
    assert!((Duration::from_millis(900)..Duration::from_secs(20)).contains(&took), "{took:?}");
    sender.write_all(b"x")?;
    let (mut receiver, _) = listener.accept()?;
    receiver.read_exact(&mut [0])?;
    let rules = net.link("wire").from("a").rules().unwrap();
    assert!(rules[0].matched >= 2 && rules[0].dropped == 1, "{rules:?}");
    let counters = net.link("wire").from("a").fault_counters().unwrap();
    assert_eq!((counters.dropped, counters.lost), (1, 0));
    Ok(())
}

#[ns_test(lan(
    a,
    b,
    c,
    name = "office",
    from(a, rule(host = "c", protocol = "icmp", loss = "100%"))
))]
fn a_host_is_known_by_its_addresses(a: Node, b: Node, c: Node) {
    a.ping(b.ipv4()).unwrap();
    a.ping(b.ipv6()).unwrap();
    assert_silent(&a, c.ipv4());
    assert_silent(&a, c.ipv6());
    c.ping(b.ipv4()).unwrap();
}

#[ns_test(link(a, b, name = "wire", faults))]
fn a_closure_chooses(a: Node, b: Node, net: Net) -> io::Result<()> {
    let pair = Pair::new(&a, &b, &[7])?;
    let seen = Arc::new(AtomicU32::new(0));
    let rule = Rule::new().protocol("udp").port(7).matching({
        let seen = Arc::clone(&seen);
        move |packet| {
            seen.fetch_add(1, Ordering::Relaxed);
            packet.payload() == b"no"
        }
    });
    let guard = net.link("wire").from("a").impair(&Faults::new().rule(rule.loss("100%"))).unwrap();
    for word in [b"no", b"ok", b"no", b"ok"] {
        pair.send(0, word);
    }
    for _ in 0..2 {
        assert_eq!(pair.receive(0, TIMEOUT).as_deref(), Some(&b"ok"[..]));
    }
    assert_eq!(seen.load(Ordering::Relaxed), 4);
    guard.assert_acted();
    let (direction, rules) = guard.rules().unwrap().remove(0);
    assert_eq!((rules[0].matched, rules[0].lost), (2, 2));
    assert_eq!(direction.rules().unwrap(), rules);
    drop(guard);
    assert_eq!(direction.rules().unwrap(), []);
    pair.send(0, b"no");
    assert_eq!(pair.receive(0, TIMEOUT).as_deref(), Some(&b"no"[..]));
    Ok(())
}

/// All segments of a large one that the kernel hands over whole.
#[ns_test(
    link(a, b, name = "wire", rule(protocol = "tcp", longer_than = 1000, drop_every = 10)),
    timeout = "60s"
)]
fn segments_are_matched_one_by_one(a: Node, b: Node, net: Net) -> io::Result<()> {
    const LEN: usize = 1_000_000;
    let listener = b.run(|| TcpListener::bind((b.ipv4(), 7)))?;
    let mut sender = a.run(|| TcpStream::connect((b.ipv4(), 7)))?;
    let (mut receiver, _) = listener.accept()?;
    std::thread::scope(|scope| {
        scope.spawn(move || sender.write_all(&vec![1; LEN]));
        receiver.read_exact(&mut vec![0; LEN])
    })?;
    let rule = net.link("wire").from("a").rules().unwrap().remove(0);
    assert!(rule.matched >= LEN as u64 / 1448 && rule.dropped == rule.matched / 10, "{rule:?}");
    Ok(())
}

#[ns_test(link(a, b, name = "wire", faults))]
fn each_rule_of_a_guard_has_to_act(a: Node, net: Net) {
    let echo = Rule::new().icmp("echo-request").drop([1]);
    let rst = Rule::new().protocol("tcp").flags("rst").loss("100%");
    let wire = net.link("wire");
    let guard = wire.impair(&Faults::new().rule(echo.clone()).rule(rst)).unwrap();
    assert_silent(&a, "b");
    a.ping("b").unwrap();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| guard.assert_acted()));
    let message = *panic.unwrap_err().downcast::<String>().unwrap();
    assert_eq!(
        message,
        "the rule `rule(protocol = \"tcp\", flags = \"rst\", loss = \"100%\")` has not acted (`wire` from `a`: matched no \
         packet, `wire` from `b`: matched no packet)"
    );
    drop(guard);
    // A rule that was there before has to act again.
    let again = wire.impair(&Faults::new().rule(echo)).unwrap();
    assert_eq!(again.rules().unwrap()[0].1[0].matched, 0);
    assert_silent(&a, "b");
    again.assert_acted();
    let unknown = wire.set(&Faults::new().rule(Rule::new().host("bb").loss("1%"))).unwrap_err();
    assert!(
        unknown.to_string().contains("no host named `bb` in this network: did you mean `b`?"),
        "{unknown}"
    );
}

#[test]
fn a_closure_that_panics_does_not_stop_the_network() {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return;
    }
    let net = Net::up(&Topology::new().link(("a", "b")).faults()).unwrap();
    let (a, wire) = (net.node("a"), net.link("a-b"));
    let (sender, called) = mpsc::channel();
    let own = net.link("a-b").from("a");
    let rule = Rule::new().icmp("echo-request").matching(move |_| {
        sender.send(()).expect("somebody counts");
        // It would wait for itself.
        own.fault_counters().is_ok()
    });
    wire.from("a").set(&Faults::new().rule(rule.loss("100%"))).unwrap();
    // It matches nothing, and is not called again.
    a.ping("b").unwrap();
    a.ping("b").unwrap();
    assert_eq!(called.try_iter().count(), 1);
    let error = net.down().unwrap_err().to_string();
    let expected = "panic in the closure of a rule, which matches nothing since then: the closure of a rule cannot use \
                    the network";
    assert!(error.contains(expected), "{error}");
}
