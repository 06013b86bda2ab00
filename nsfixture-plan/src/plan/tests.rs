//! Plans of known topologies, as text.

use super::Plan;
use crate::topology::{Lan, Link, Topology};

/// For each host its name, its interfaces with their addresses, and behind an arrow each route.
fn render(plan: &Plan) -> String {
    let of = |node: &super::NodePlan| {
        let interfaces = node.interfaces.iter().map(|interface| {
            let addrs: Vec<String> = interface.addrs.iter().map(ToString::to_string).collect();
            format!("{} {}", interface.name, addrs.join(" "))
        });
        let routes = node.routes.iter().map(|route| {
            let interface = &node.interfaces[route.interface].name;
            format!("-> {route} {interface} src {}", route.source)
        });
        let name = format!("{}{}:", node.name, if node.forwards { " (router)" } else { "" });
        std::iter::once(name).chain(interfaces).chain(routes).collect::<Vec<_>>().join("\n  ")
    };
    plan.nodes.iter().map(of).collect::<Vec<_>>().join("\n")
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[track_caller]
fn plan(topology: &Topology) -> Plan {
    Plan::new(topology).unwrap_or_else(|problems| panic!("{problems}"))
}

#[track_caller]
fn check(topology: &Topology, expected: &str) {
    let rendered = render(&plan(topology));
    assert_eq!(lines(&rendered), lines(expected), "\n{rendered}");
}

#[test]
fn a_pair_needs_no_routes() {
    check(
        &Topology::new().link(("a", "b")),
        "
        a:
          eth0 10.0.0.1/24 fd00:0:0:1::1/64
        b:
          eth0 10.0.0.2/24 fd00:0:0:1::2/64
        ",
    );
}

#[test]
fn a_chain_of_three_routers() {
    let chain = Topology::new()
        .link(Link::new("a", "r1").subnet("10.1.0.0/24"))
        .link(Link::new("r1", "r2").subnet("10.2.0.0/30"))
        .link(Link::new("r2", "r3").subnet("10.3.0.0/31"))
        .link(Link::new("r3", "b").subnet("10.4.0.0/24"));
    check(
        &chain.router("r1").router("r2").router("r3"),
        "
        a:
          eth0 10.1.0.1/24
          -> default via 10.1.0.2 eth0 src 10.1.0.1
        r1 (router):
          eth0 10.1.0.2/24
          eth1 10.2.0.1/30
          -> 10.3.0.0/31 via 10.2.0.2 eth1 src 10.2.0.1
          -> 10.4.0.0/24 via 10.2.0.2 eth1 src 10.2.0.1
        r2 (router):
          eth0 10.2.0.2/30
          eth1 10.3.0.0/31
          -> 10.1.0.0/24 via 10.2.0.1 eth0 src 10.2.0.2
          -> 10.4.0.0/24 via 10.3.0.1 eth1 src 10.3.0.0
        r3 (router):
          eth0 10.3.0.1/31
          eth1 10.4.0.1/24
          -> 10.1.0.0/24 via 10.3.0.0 eth0 src 10.3.0.1
          -> 10.2.0.0/30 via 10.3.0.0 eth0 src 10.3.0.1
        b:
          eth0 10.4.0.2/24
          -> default via 10.4.0.1 eth0 src 10.4.0.2
        ",
    );
}

#[test]
fn without_routers_there_are_no_ways() {
    let chain = Topology::new()
        .link(Link::new("a", "b").subnet("10.1.0.0/24"))
        .link(Link::new("b", "c").subnet("10.2.0.0/24"));
    check(
        &chain,
        "
        a:
          eth0 10.1.0.1/24
        b:
          eth0 10.1.0.2/24
          eth1 10.2.0.1/24
        c:
          eth0 10.2.0.2/24
        ",
    );
}

#[test]
fn two_lans_and_a_router() {
    let lans = Topology::new().lan(["a", "b", "gw"]).lan(["gw", "c"]).router("gw");
    check(
        &lans,
        "
        a:
          eth0 10.0.0.1/24 fd00:0:0:1::1/64
          -> default via 10.0.0.3 eth0 src 10.0.0.1
          -> default via fd00:0:0:1::3 eth0 src fd00:0:0:1::1
        b:
          eth0 10.0.0.2/24 fd00:0:0:1::2/64
          -> default via 10.0.0.3 eth0 src 10.0.0.2
          -> default via fd00:0:0:1::3 eth0 src fd00:0:0:1::2
        gw (router):
          eth0 10.0.0.3/24 fd00:0:0:1::3/64
          eth1 10.0.1.1/24 fd00:0:0:2::1/64
        c:
          eth0 10.0.1.2/24 fd00:0:0:2::2/64
          -> default via 10.0.1.1 eth0 src 10.0.1.2
          -> default via fd00:0:0:2::1 eth0 src fd00:0:0:2::2
        ",
    );
}

#[test]
fn a_host_with_two_gateways_has_one_default_route() {
    let two = Topology::new()
        .lan(Lan::new(["host", "r1"]).subnet("10.1.0.0/24"))
        .lan(Lan::new(["host", "r2"]).subnet("10.2.0.0/24"))
        .lan(Lan::new(["r1", "a"]).subnet("10.3.0.0/24"))
        .lan(Lan::new(["r2", "b"]).subnet("10.4.0.0/24"))
        .lan(Lan::new(["r2", "c"]).subnet("10.5.0.0/24"))
        .router("r1")
        .router("r2");
    check(
        &two,
        "
        host:
          eth0 10.1.0.1/24
          eth1 10.2.0.1/24
          -> default via 10.2.0.2 eth1 src 10.2.0.1
          -> 10.3.0.0/24 via 10.1.0.2 eth0 src 10.1.0.1
        r1 (router):
          eth0 10.1.0.2/24
          eth1 10.3.0.1/24
        r2 (router):
          eth0 10.2.0.2/24
          eth1 10.4.0.1/24
          eth2 10.5.0.1/24
        a:
          eth0 10.3.0.2/24
          -> default via 10.3.0.1 eth0 src 10.3.0.2
        b:
          eth0 10.4.0.2/24
          -> default via 10.4.0.1 eth0 src 10.4.0.2
        c:
          eth0 10.5.0.2/24
          -> default via 10.5.0.1 eth0 src 10.5.0.2
        ",
    );
}

#[test]
fn of_two_ways_the_shorter_one() {
    let ring = Topology::new()
        .lan(Lan::new(["a", "r1", "r2"]).subnet("10.1.0.0/24"))
        .lan(Lan::new(["r1", "r3"]).subnet("10.2.0.0/24"))
        .lan(Lan::new(["r3", "r2", "b"]).subnet("10.3.0.0/24"))
        .router("r2")
        .router("r1")
        .router("r3");
    check(
        &ring,
        "
        a:
          eth0 10.1.0.1/24
          -> default via 10.1.0.2 eth0 src 10.1.0.1
          -> 10.3.0.0/24 via 10.1.0.3 eth0 src 10.1.0.1
        r1 (router):
          eth0 10.1.0.2/24
          eth1 10.2.0.1/24
          -> 10.3.0.0/24 via 10.1.0.3 eth0 src 10.1.0.2
        r2 (router):
          eth0 10.1.0.3/24
          eth1 10.3.0.2/24
          -> 10.2.0.0/24 via 10.1.0.2 eth0 src 10.1.0.3
        r3 (router):
          eth0 10.2.0.2/24
          eth1 10.3.0.1/24
          -> 10.1.0.0/24 via 10.2.0.1 eth0 src 10.2.0.2
        b:
          eth0 10.3.0.3/24
          -> default via 10.3.0.2 eth0 src 10.3.0.3
          -> 10.2.0.0/24 via 10.3.0.1 eth0 src 10.3.0.3
        ",
    );
}

#[test]
fn of_equal_ways_the_one_over_the_first_router() {
    let two = Topology::new()
        .lan(Lan::new(["a", "r1", "r2"]).subnet("10.1.0.0/24"))
        .lan(Lan::new(["r1", "r2", "b"]).subnet("10.2.0.0/24"))
        .router("r2")
        .router("r1");
    check(
        &two,
        "
        a:
          eth0 10.1.0.1/24
          -> default via 10.1.0.3 eth0 src 10.1.0.1
        r1 (router):
          eth0 10.1.0.2/24
          eth1 10.2.0.1/24
        r2 (router):
          eth0 10.1.0.3/24
          eth1 10.2.0.2/24
        b:
          eth0 10.2.0.3/24
          -> default via 10.2.0.2 eth0 src 10.2.0.3
        ",
    );
}

#[test]
fn two_subnets_in_one_lan() {
    let lan = Lan::new([("gw", ["10.1.0.1/24", "10.2.0.1/24"])])
        .host(("a", "10.1.0.2/24"))
        .host(("b", "10.2.0.2/24"))
        .host("c");
    check(
        &Topology::new().lan(lan).router("gw"),
        "
        gw (router):
          eth0 10.1.0.1/24 10.2.0.1/24
        a:
          eth0 10.1.0.2/24
          -> default via 10.1.0.1 eth0 src 10.1.0.2
        b:
          eth0 10.2.0.2/24
          -> default via 10.2.0.1 eth0 src 10.2.0.2
        c:
          eth0 10.1.0.3/24
          -> default via 10.1.0.1 eth0 src 10.1.0.3
        ",
    );
}

#[test]
fn ipv6_only() {
    let lans = Topology::new()
        .lan(Lan::new(["a", "gw"]).subnet("2001:db8:1::/64"))
        .link((("gw", "2001:db8:2::/127"), ("b", "2001:db8:2::1/127")))
        .router("gw");
    check(
        &lans,
        "
        a:
          eth0 2001:db8:1::1/64
          -> default via 2001:db8:1::2 eth0 src 2001:db8:1::1
        gw (router):
          eth0 2001:db8:1::2/64
          eth1 2001:db8:2::/127
        b:
          eth0 2001:db8:2::1/127
          -> default via 2001:db8:2:: eth0 src 2001:db8:2::1
        ",
    );
}

#[test]
fn a_router_of_both_families_routes_none_to_the_other() {
    let mixed = Topology::new()
        .lan(Lan::new(["a", "gw"]).subnet("10.1.0.0/24"))
        .lan(Lan::new(["gw", "b"]).subnet("2001:db8:1::/64"))
        .lan(Lan::new(["gw", "c"]))
        .router("gw");
    check(
        &mixed,
        "
        a:
          eth0 10.1.0.1/24
          -> default via 10.1.0.2 eth0 src 10.1.0.1
        gw (router):
          eth0 10.1.0.2/24
          eth1 2001:db8:1::1/64
          eth2 10.0.0.1/24 fd00:0:0:1::1/64
        b:
          eth0 2001:db8:1::2/64
          -> default via 2001:db8:1::1 eth0 src 2001:db8:1::2
        c:
          eth0 10.0.0.2/24 fd00:0:0:1::2/64
          -> default via 10.0.0.1 eth0 src 10.0.0.2
          -> default via fd00:0:0:1::1 eth0 src fd00:0:0:1::2
        ",
    );
}

#[test]
fn nothing_is_routed_to_a_link_local_address() {
    let link = Topology::new()
        .link((("a", "fe80::1/64"), ("gw", "fe80::2/64")))
        .lan(Lan::new(["gw", "b"]).subnet("2001:db8:1::/64"))
        .router("gw");
    check(
        &link,
        "
        a:
          eth0 fe80::1/64
        gw (router):
          eth0 fe80::2/64
          eth1 2001:db8:1::1/64
        b:
          eth0 2001:db8:1::2/64
        ",
    );
    check_hosts(
        &link,
        "b",
        "
        2001:db8:1::1 gw
        2001:db8:1::2 b
        ",
    );
}

#[track_caller]
fn check_hosts(topology: &Topology, of: &str, expected: &str) {
    let plan = plan(topology);
    let node = plan.nodes.iter().find(|node| node.name.as_str() == of).expect("it is there");
    let rest = lines(node.hosts.file()).split_off(4);
    assert_eq!(rest, lines(expected), "\n{}", rest.join("\n"));
}

#[test]
fn a_name_stands_for_the_nearest_address_first() {
    let chain = Topology::new()
        .link(Link::new("a", "r").subnet("10.1.0.0/24"))
        .link(Link::new("r", "b").subnet("10.2.0.0/24"))
        .link(Link::new("b", "apart").subnet("10.3.0.0/24"))
        .router("r")
        .host("alone");
    check_hosts(
        &chain,
        "a",
        "
        10.1.0.1 a
        10.1.0.2 r
        10.2.0.1 r
        10.2.0.2 b
        10.3.0.1 b
        10.3.0.2 apart
        ",
    );
    check_hosts(
        &chain,
        "b",
        "
        10.1.0.1 a
        10.2.0.1 r
        10.1.0.2 r
        10.2.0.2 b
        10.3.0.1 b
        10.3.0.2 apart
        ",
    );
    check_hosts(
        &chain,
        "apart",
        "
        10.1.0.1 a
        10.1.0.2 r
        10.2.0.1 r
        10.3.0.1 b
        10.2.0.2 b
        10.3.0.2 apart
        ",
    );
    check_hosts(
        &chain,
        "alone",
        "
        10.1.0.1 a
        10.1.0.2 r
        10.2.0.1 r
        10.2.0.2 b
        10.3.0.1 b
        10.3.0.2 apart
        127.0.0.1 alone
        ::1 alone
        ",
    );
}

#[test]
fn names_links_after_their_ends() {
    let topology = Topology::new()
        .link(("client", "server"))
        .link(Link::new("client", "server").name("client-server-2"))
        .link(("client", "server"))
        .link(("server", "client"))
        .lan(Lan::new(["server"]).name("server-client-2"))
        .link(("server", "client"))
        .lan(["client"])
        .lan(Lan::new(["client"]).name("lan2"))
        .lan(["client"]);
    let plan = Plan::new(&topology).expect("a valid topology");
    let links: Vec<&str> = plan.links.iter().map(|link| link.name.as_str()).collect();
    let expected =
        ["client-server", "client-server-2", "client-server-3", "server-client", "server-client-3"];
    assert_eq!(links, expected);
    let lans: Vec<&str> = plan.lans.iter().map(|lan| lan.name.as_str()).collect();
    assert_eq!(lans, ["server-client-2", "lan1", "lan2", "lan3"]);
}
