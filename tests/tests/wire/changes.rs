//! Faults that change while a network is up.

use nsfixture::prelude::*;

use crate::udp::{resolve, send};

fn cut() -> Faults {
    Faults::new().loss("100%")
}

#[ns_test(link(a, b, name = "wire", faults))]
fn a_guard_ends_with_its_scope(a: Node, b: Node, net: Net) {
    let wire = net.link("wire");
    resolve(&a, &b);
    {
        let guard = wire.impair(&cut()).unwrap();
        assert_eq!(send(&a, &b, 2), []);
        guard.assert_acted();
    }
    assert_eq!(send(&a, &b, 2), [0, 1]);
}

#[ns_test(link(a, b, name = "wire", from(a, drop_every = 2)))]
fn the_last_guard_counts(a: Node, b: Node, net: Net) {
    let from_a = net.link("wire").from("a");
    let first = from_a.impair(&cut()).unwrap();
    let second = from_a.impair(&Faults::new().duplicate("100%")).unwrap();
    assert_eq!(send(&a, &b, 1), [0, 0]);
    drop(first);
    assert_eq!(send(&a, &b, 1), [0, 0]);
    // What is set stays below the guards.
    from_a.set(&cut()).unwrap();
    assert_eq!(send(&a, &b, 1), [0, 0]);
    drop(second);
    assert_eq!(send(&a, &b, 1), []);
}

#[ns_test(link(a, b, name = "wire", faults))]
fn a_fault_that_did_nothing_is_noticed(net: Net) {
    let guard = net.link("wire").impair(&Faults::new().drop_every(1000)).unwrap();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| guard.assert_acted()));
    let payload = panic.unwrap_err();
    let text = payload.downcast_ref::<String>().unwrap();
    // The hosts may send something by themselves.
    assert!(text.starts_with("no fault has acted (`wire` from `a`: "), "{text}");
}

#[ns_test(link(a, b, name = "wire", faults), link(a, c, name = "plain"))]
fn what_cannot_be_says_why(net: Net) {
    let error = net.link("wire").set(&Faults::new().loss("5")).unwrap_err().to_string();
    assert!(error.starts_with("invalid faults: ") && error.contains("\"5%\""), "{error}");
    let error = net.link("plain").set(&cut()).unwrap_err().to_string();
    assert!(error.contains("`plain` cannot be impaired: add `faults`"), "{error}");
    let error = net.link("wire").get_from("c").unwrap_err();
    assert!(error.is_unknown_name() && error.to_string().contains("hosts: a, b"), "{error}");
    let wire = net.link("wire");
    net.down().unwrap();
    assert!(wire.clear().unwrap_err().is_down());
}

#[ns_test(link(a, b, name = "wire", from(a, delay = "200ms")))]
fn what_is_queued_stays_queued(a: Node, b: Node, net: Net) {
    let socket = b.run(|| std::net::UdpSocket::bind("10.0.0.2:7")).unwrap();
    socket.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    resolve(&a, &b);
    let sender = a.run(|| std::net::UdpSocket::bind("10.0.0.1:0")).unwrap();
    sender.send_to(&[1], "10.0.0.2:7").unwrap();
    let from_a = net.link("wire").from("a");
    let queued = from_a.fault_counters().unwrap().queued;
    from_a.set(&cut()).unwrap();
    sender.send_to(&[2], "10.0.0.2:7").unwrap();
    let mut buffer = [0; 2];
    assert!(queued > 0);
    assert_eq!((socket.recv(&mut buffer).unwrap(), buffer[0]), (1, 1));
    assert!(from_a.fault_counters().unwrap().lost > 0);
}
