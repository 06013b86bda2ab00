//! A chain of thirty routers: the first packet and its answer cross all of them.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::net::{IpAddr, TcpListener, TcpStream};
use std::time::Instant;

use nsfixture::{Net, Node, Ping, Topology};
use nsfixture_tests::{RETRANSMISSION, is_skipped};

const ROUTERS: usize = 30;

/// Returns the hosts `a`, the routers, and `b`, each with a link to the next.
fn chain() -> Topology {
    let routers: Vec<String> = (1..=ROUTERS).map(|nth| format!("r{nth}")).collect();
    let (mut topology, mut last) = (Topology::new(), "a");
    for router in &routers {
        topology = topology.link((last, &**router)).router(router);
        last = router;
    }
    topology.link((last, "b"))
}

fn ping(from: &Node, _: &Node, addr: IpAddr) {
    from.ping(addr).expect("it answers");
}

fn connect(from: &Node, to: &Node, addr: IpAddr) {
    let listener = to.run(|| TcpListener::bind((addr, 7))).expect("the address can be bound");
    from.run(|| TcpStream::connect((addr, 7))).expect("it connects");
    listener.accept().expect("it is there");
}

fn ipv4(node: &Node) -> IpAddr {
    node.ipv4().into()
}

fn ipv6(node: &Node) -> IpAddr {
    node.ipv6().into()
}

/// Tries each direction in a new network, which has only one first packet.
#[track_caller]
fn check(way: fn(&Node, &Node, IpAddr), addr: fn(&Node) -> IpAddr) {
    if is_skipped("a chain of routers") {
        return;
    }
    for (from, to) in [("a", "b"), ("b", "a")] {
        let net = Net::up(&chain()).expect("nothing refuses it");
        let (from, to) = (net.node(from), net.node(to));
        let begin = Instant::now();
        way(&from, &to, addr(&to));
        let took = begin.elapsed();
        assert!(took < RETRANSMISSION, "from `{}` to `{}`: {took:?}", from.name(), to.name());
        println!("{ROUTERS} routers from `{}` to `{}`: {took:?}", from.name(), to.name());
        net.down().expect("it goes down");
    }
}

#[test]
fn an_echo_passes_with_ipv4() {
    check(ping, ipv4);
}

#[test]
fn an_echo_passes_with_ipv6() {
    check(ping, ipv6);
}

#[test]
fn a_connection_passes_with_ipv4() {
    check(connect, ipv4);
}

#[test]
fn a_connection_passes_with_ipv6() {
    check(connect, ipv6);
}

#[test]
fn each_router_reports_an_exceeded_ttl() {
    if is_skipped("a chain of routers") {
        return;
    }
    let net = Net::up(&chain()).expect("nothing refuses it");
    let (a, b) = (net.node("a"), net.node("b"));
    for target in [ipv4(&b), ipv6(&b)] {
        for nth in 1..=ROUTERS {
            let links = u8::try_from(nth).expect("there are thirty");
            let error = a.ping(Ping::to(target).ttl(links)).expect_err("the TTL is exceeded");
            let reporter = error.reporter().expect("a router reports it");
            let router = net.node(&format!("r{nth}"));
            assert!(router.addrs().contains(&reporter), "{nth}: {error}");
            assert!(
                error.to_string().contains(&format!("`r{nth}` ({reporter}) reported: ")),
                "{error}"
            );
        }
        a.ping(Ping::to(target).ttl(ROUTERS as u8 + 1)).expect("the last link");
    }
    net.down().expect("it goes down");
}
