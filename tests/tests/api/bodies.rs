//! Bodies of tests: what they take, what they return and where they run.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use nsfixture::prelude::*;

#[ns_test]
fn a_single_host_has_every_port_and_no_route() {
    TcpListener::bind("0.0.0.0:80").unwrap();
    TcpListener::bind("[::1]:81").unwrap();
    let error = TcpStream::connect("192.0.2.1:80").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NetworkUnreachable);
}

#[ns_test]
fn a_single_host_has_the_name_of_its_parameter(me: Node) {
    assert_eq!(me.name(), "me");
    assert!(me.addrs().is_empty());
    me.ping("me").unwrap();
    me.ping(Ipv6Addr::LOCALHOST).unwrap();
}

#[ns_test(host(a, b), run_in = b)]
fn hosts_without_a_link_do_not_reach_each_other(a: Node, b: &Node, net: &Net) {
    assert_eq!(net.nodes().map(|n| n.name().to_owned()).collect::<Vec<_>>(), ["a", "b"]);
    let _taken = a.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
    b.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
}

#[ns_test(link(producer = "10.0.0.1/24", consumer = "10.0.0.2/24"), run_in = consumer)]
fn given_addresses_are_used(producer: &Node, consumer: Node) {
    assert_eq!(producer.ipv4(), Ipv4Addr::new(10, 0, 0, 1));
    assert_eq!(consumer.addrs(), [IpAddr::from([10, 0, 0, 2])]);
    assert!(consumer.ping("producer").unwrap() < Duration::from_secs(1));
}

#[ns_test(
    link(a = ["10.0.0.1/24", "fd00::1/64"], b, mtu = 9000, name = "jumbo"),
    link(b, c, subnet = ["10.7.0.0/30", "fd07::/64"]),
    timeout = "30s"
)]
fn several_links(a: Node, b: Node, c: Node) {
    assert_eq!(
        b.addrs(),
        ["10.0.0.2", "fd00::2", "10.7.0.1", "fd07::1"].map(|a| a.parse::<IpAddr>().unwrap())
    );
    assert_eq!(b.interfaces()[0].mtu, 9000);
    for target in c.addrs() {
        b.ping(target).unwrap();
    }
    for target in a.addrs() {
        b.ping(target).unwrap();
    }
    // No host forwards, so a host that is two links away cannot be reached.
    let error = a.ping(c.ipv4()).unwrap_err();
    assert_eq!(error.raw_os_error(), Some(101), "{error}");
}

#[ns_test(link(a, b))]
fn results_are_allowed(b: Node) -> Result<(), Box<dyn std::error::Error>> {
    b.ping("a")?;
    Ok(())
}

#[ns_test(link(a, b))]
fn exit_codes_are_allowed() -> ExitCode {
    ExitCode::SUCCESS
}

#[ns_test(link(a, b))]
#[should_panic(expected = "the text")]
fn expected_panics_pass(b: Node) {
    b.run(|| panic!("the text"));
}

#[ns_test]
#[ignore = "must not run"]
fn ignored_ones_are_not_run() {
    panic!("it was run");
}

/// A comment for the documentation.
#[ns_test]
#[test]
fn the_built_in_attribute_may_stand_below() {}

#[ns_test(link(r#type, b))]
fn raw_identifiers(r#type: Node) {
    assert_eq!(r#type.name(), "type");
}

macro_rules! pair {
    ($name:ident) => {
        #[ns_test(link(a, b))]
        fn $name(a: Node) {
            a.ping("b").unwrap();
        }
    };
}

pair!(made_by_a_macro);
