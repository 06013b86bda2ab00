//! Networks in plain code.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use nsfixture::prelude::*;
use nsfixture::{Endpoint, Link, Topology};

#[test]
fn a_network_in_plain_code() {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return;
    }
    let topology = Topology::new()
        .host("alone")
        .link(Link::new(Endpoint::new("a").addr("10.1.0.1/24"), "b").mtu(1400).name("wire"))
        .link((("b", ["10.2.0.1/24", "fd02::1/64"]), "c"));
    let net = Net::up(&topology).unwrap();
    let listener = net.node("b").run(|| TcpListener::bind("10.1.0.2:1")).unwrap();
    let mut near = net.node("a").run(|| TcpStream::connect("b:1")).unwrap();
    let (mut far, _) = listener.accept().unwrap();
    near.write_all(b"x").unwrap();
    let mut byte = [0];
    far.read_exact(&mut byte).unwrap();
    assert_eq!(&byte, b"x");
    net.down().unwrap();
}

/// Returns a network in which a task has panicked, and the task's handle.
fn with_a_panic() -> Option<(Net, nsfixture::JoinHandle<()>)> {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return None;
    }
    let net = Net::up(&Topology::new().host("a")).unwrap();
    let task = net.node("a").spawn(async { panic!("for an observer") });
    Some((net, task))
}

#[test]
fn an_unobserved_panic_is_an_error_of_down() {
    let Some((net, task)) = with_a_panic() else { return };
    drop(task);
    let error = net.down().unwrap_err();
    assert!(error.is_unobserved_panic(), "{error}");
    let text = error.to_string();
    assert!(text.contains("unobserved panic in host `a`"), "{text}");
    assert!(text.contains("for an observer"), "{text}");
}

#[test]
fn an_awaited_panic_is_the_callers() {
    let Some((net, task)) = with_a_panic() else { return };
    let outcome = net.node("a").block_on(task);
    assert!(outcome.unwrap_err().is_panic());
    net.down().unwrap();
}

#[test]
fn wrong_topologies_are_errors() {
    let error = Net::up(&Topology::new().link((("a", "10.0.0.1/24"), ("a", "x")))).unwrap_err();
    assert!(error.is_topology());
    assert!(!error.is_unavailable());
    assert!(error.problems().is_some_and(|problems| problems.iter().count() >= 2));
    assert!(std::error::Error::source(&error).is_some());
    let text = error.to_string();
    assert!(text.contains("both ends are `a`"), "{text}");
    assert!(text.contains("\"x\" is not a valid host address"), "{text}");
    assert_eq!(io::Error::from(error).kind(), io::ErrorKind::Other);
}
