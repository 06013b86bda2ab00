//! LANs, routers, and topologies in code and in files, in the attribute.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::LazyLock;

use nsfixture::prelude::*;
use nsfixture::{Faults, Lan, Topology};

/// Connects from the host of the body to a port of another, by its name.
fn connects_to(host: &Node) {
    let listener = host.run(|| TcpListener::bind("[::]:7")).unwrap();
    let mut near = TcpStream::connect((host.name(), 7)).unwrap();
    let (mut far, _) = listener.accept().unwrap();
    near.write_all(b"x").unwrap();
    let mut byte = [0];
    far.read_exact(&mut byte).unwrap();
    assert_eq!(&byte, b"x");
}

fn names(net: &Net) -> Vec<String> {
    net.nodes().map(|node| node.name().to_owned()).collect()
}

mod in_the_attribute {
    use super::*;

    #[ns_test(lan(a, b, c))]
    fn all_hosts_of_a_lan_reach_each_other(a: Node, b: Node, c: Node) {
        for from in [&a, &b, &c] {
            for to in [&a, &b, &c] {
                from.ping(to.name()).unwrap();
                from.ping(to.ipv6()).unwrap();
            }
        }
        connects_to(&c);
    }

    #[ns_test(
        lan(a, b, gw, subnet = "10.1.0.0/24"),
        lan(gw, c, subnet = "10.2.0.0/24"),
        router(gw),
        run_in = c,
        timeout = "10s"
    )]
    fn crosses_the_router(a: Node, net: Net) {
        assert_eq!(names(&net), ["a", "b", "gw", "c"]);
        assert_eq!(a.ipv4(), Ipv4Addr::new(10, 1, 0, 1));
        let c = net.node("c");
        assert_eq!(c.ipv4(), Ipv4Addr::new(10, 2, 0, 2));
        c.ping("a").unwrap();
        a.ping("c").unwrap();
        connects_to(&a);
    }

    #[ns_test(lan(a, b, gw), lan(gw, c))]
    fn a_host_that_is_not_a_router_does_not_forward(a: Node, c: Node) {
        assert_eq!(a.ping(c.ipv4()).unwrap_err().raw_os_error(), Some(101));
    }

    #[ns_test(
        router(gw),
        host(alone),
        lan(
            a,
            gw = ["10.1.0.254/24", "fd01::fe/64"],
            b = "10.1.0.7/24",
            mtu = 1400,
            name = "office"
        ),
        link(gw, far, mtu = 1280)
    )]
    async fn every_option_of_a_lan(gw: &Node, a: Node, b: Node, far: &Node, net: Net) {
        assert_eq!(names(&net), ["alone", "a", "gw", "b", "far"]);
        let addrs = ["10.1.0.254", "fd01::fe"].map(|addr| addr.parse::<IpAddr>().unwrap());
        assert_eq!(gw.addrs()[..2], addrs);
        assert_eq!(b.ipv4(), Ipv4Addr::new(10, 1, 0, 7));
        assert_eq!(a.ipv4(), Ipv4Addr::new(10, 1, 0, 1));
        let mtus = gw.interfaces().iter().map(|interface| interface.mtu);
        assert_eq!(mtus.collect::<Vec<_>>(), [1400, 1280]);
        far.ping("a").unwrap();
        b.ping("far").unwrap();
    }

    #[ns_test(
        link(a, b, mtu = 1000),
        lan(b, c, family = "ipv6"),
        link(c, d, subnet = "fd00:9::/64"),
        family = "ipv4"
    )]
    fn one_family(a: Node, b: Node, c: Node, d: Node) {
        assert_eq!(a.addrs(), [IpAddr::from([10, 0, 0, 1])]);
        assert_eq!(b.addrs().iter().map(IpAddr::is_ipv4).collect::<Vec<_>>(), [true, false]);
        assert!(c.addrs().iter().all(IpAddr::is_ipv6) && c.addrs().len() == 2);
        assert_eq!(d.addrs(), ["fd00:9::2".parse::<IpAddr>().unwrap()]);
        // A name stands for nothing else, so a socket of this family reaches it.
        let socket = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
        socket.send_to(b"x", "b:7").unwrap();
        a.ping("b").unwrap();
    }

    #[ns_test(lan(lonely))]
    fn a_lan_may_have_one_host(lonely: Node) {
        assert_eq!(lonely.interfaces().len(), 1);
        lonely.ping("lonely").unwrap();
    }
}

mod in_code {
    use super::*;

    fn two_sites() -> Topology {
        Topology::new()
            .lan(Lan::new(["alice", "bob", "left"]).subnet("10.1.0.0/24"))
            .lan(["left", "right"])
            .lan(["right", "carol"])
            .router("left")
            .router("right")
    }

    static TWO_SITES: LazyLock<Topology> = LazyLock::new(two_sites);

    #[ns_test(topology = two_sites())]
    fn the_body_is_in_the_first_host(alice: Node, carol: &Node, net: Net) {
        assert_eq!(names(&net), ["alice", "bob", "left", "right", "carol"]);
        assert_eq!(TcpListener::bind((alice.ipv4(), 80)).unwrap().local_addr().unwrap().port(), 80);
        alice.ping("carol").unwrap();
        connects_to(carol);
    }

    #[ns_test(topology = TWO_SITES.clone(), run_in = carol, timeout = "10s")]
    async fn or_in_the_host_of_run_in(_alice: Node, bob: Node, carol: Node) {
        TcpListener::bind((carol.ipv6(), 80)).unwrap();
        connects_to(&bob);
    }

    #[ns_test(topology = two_sites().seed(1), seed = 2, faults)]
    fn the_attribute_overrides_its_options(net: Net) {
        assert_eq!(net.topology(), &two_sites().faults().seed(2));
    }

    #[ns_test(topology = { let hosts = ["topology", "_b"]; Topology::new().lan(hosts) })]
    fn hosts_may_have_any_name(topology: Node, _b: Node) {
        topology.ping("_b").unwrap();
    }

    #[ns_test(topology = Topology::new().host("a"))]
    #[should_panic(expected = "of the body")]
    fn panics_of_the_body_are_the_tests() {
        panic!("a panic of the body");
    }
}

mod in_a_file {
    use super::*;

    #[ns_test(file = "topologies/two_sites.toml")]
    fn has_the_hosts_of_the_file(alice: Node, _bob: &Node, left: Node, carol: &Node, net: Net) {
        assert_eq!(names(&net), ["alice", "bob", "left", "right", "carol"]);
        assert_eq!(left.ipv4(), Ipv4Addr::new(10, 1, 0, 254));
        assert_eq!(left.interfaces()[1].mtu, 1400);
        TcpListener::bind((alice.ipv4(), 80)).unwrap();
        alice.ping("carol").unwrap();
        connects_to(carol);
    }

    #[ns_test(file = "topologies/two_sites.toml", run_in = carol, timeout = "10s")]
    async fn is_shared_by_tests(bob: Node, carol: Node) {
        TcpListener::bind((carol.ipv6(), 80)).unwrap();
        bob.ping("carol").unwrap();
        connects_to(&bob);
    }

    #[ns_test(seed = 42, file = "topologies/two_sites.toml", faults, run_in = left)]
    fn may_have_faults_and_a_seed_in_addition(right: Node, net: Net) {
        assert_eq!(net.topology(), &net.topology().clone().faults().seed(42));
        let tunnel = net.link("tunnel");
        let cut = tunnel.impair(&Faults::new().loss("100%")).unwrap();
        right.ping("carol").unwrap();
        right.ping("left").unwrap_err();
        cut.assert_acted();
    }
}

/// Ignored, because they fail; the tests below run them.
mod failing {
    use super::*;

    #[ns_test(topology = Topology::new().link(("client", "server")), run_in = cleint)]
    #[ignore = "fails on purpose"]
    fn by_unknown_hosts(server: Node, severs: Node, _client: Node) {
        println!("the body ran, with {} and {}", server.name(), severs.name());
    }

    #[ns_test(topology = Topology::new().link((("a", "10.0.0.1"), "a")).router("b"))]
    #[ignore = "fails on purpose"]
    fn by_a_wrong_topology(a: Node) {
        println!("the body ran, in {}", a.name());
    }

    #[ns_test(topology = Topology::new())]
    #[ignore = "fails on purpose"]
    fn by_no_hosts() {
        println!("the body ran");
    }

    #[ns_test(topology = panic!("a panic of the expression"))]
    #[should_panic(expected = "")]
    #[ignore = "fails on purpose"]
    fn by_a_panic_of_the_expression() {
        println!("the body ran");
        panic!("so it passes");
    }
}

#[track_caller]
fn check(test: &str, expected: &[&str]) {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--test-threads=1", &format!("failing::{test}")])
        .env_remove("NSFIXTURE_REQUIRE")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(101), "{printed}");
    assert!(printed.contains("0 passed; 1 failed"), "{printed}");
    assert!(!printed.contains("the body ran"), "{printed}");
    for expected in expected {
        assert!(printed.contains(expected), "{expected:?} is not in\n{printed}");
    }
}

#[test]
fn unknown_hosts_are_reported() {
    check(
        "by_unknown_hosts",
        &[
            "could not set up the network for `failing::by_unknown_hosts`: no host named `cleint` in \
             this network: did you mean `client`? (hosts: client, server); no host named `severs` in \
             this network: did you mean `server`?",
        ],
    );
}

#[test]
fn every_problem_is_reported() {
    check(
        "by_a_wrong_topology",
        &[
            ": invalid topology: ",
            "both ends are `a`",
            "write `10.0.0.1/24`",
            "no host named `b` in this topology",
        ],
    );
    check("by_no_hosts", &[": invalid topology: the topology has no hosts"]);
}

#[test]
fn a_panic_of_the_expression_is_not_the_bodys() {
    check(
        "by_a_panic_of_the_expression",
        &[
            "did not panic as expected",
            "the `topology` expression panicked: a panic of the expression",
        ],
    );
}
