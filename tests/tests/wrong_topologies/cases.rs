//! Wrong topologies, as they are made in code. Each has its file, `wrong/NAME.toml`.

use nsfixture::{Lan, Link, Topology};

// Those of the attribute include this file as well, from another directory.
#[path = "faults.rs"]
mod faults;
#[path = "rules.rs"]
mod rules;

/// The name of a case, and its topology.
pub(crate) type Case = (&'static str, Topology);

pub(crate) fn all() -> Vec<Case> {
    [
        addresses(),
        addresses_among_others(),
        hosts(),
        lans(),
        links(),
        mtus(),
        routers(),
        subnets(),
        faults::all(),
        rules::all(),
        many(),
    ]
    .concat()
}

/// A link with an address at its second end.
fn address(addr: &str) -> Topology {
    Topology::new().link(("a", ("b", addr)))
}

fn addresses() -> Vec<Case> {
    vec![
        ("address_both_families", address("10.0.0.1/24, fd00::1/64")),
        ("address_broadcast", address("10.0.0.255/24")),
        ("address_broadcast_limited", address("255.255.255.255/8")),
        ("address_empty", address("")),
        ("address_loopback", address("127.0.0.1/8")),
        ("address_loopback_v6", address("::1/128")),
        ("address_mapped", address("::ffff:10.0.0.1/96")),
        ("address_multicast", address("224.0.0.1/24")),
        ("address_multicast_v6", address("ff02::1/64")),
        ("address_network", address("10.0.0.0/24")),
        ("address_network_v6", address("fd00::/64")),
        ("address_prefix_zero", address("10.0.0.1/0")),
        ("address_prefix_zero_v6", address("fd00::1/0")),
        ("address_zero", address("0.0.0.1/8")),
        ("address_zero_covered", address("10.0.0.1/4")),
        ("address_no_ip", address("10.0.0/24")),
        ("address_no_prefix", address("10.0.0.1")),
        ("address_no_prefix_v6", address("fd00::1")),
        ("address_prefix_empty", address("10.0.0.1/")),
        ("address_prefix_too_long", address("10.0.0.1/33")),
        ("address_prefix_too_long_v6", address("fd00::1/129")),
        ("address_space_before", address(" 10.0.0.1/24")),
        ("address_unspecified", address("0.0.0.0/24")),
        ("address_unspecified_v6", address("::/64")),
    ]
}

fn addresses_among_others() -> Vec<Case> {
    vec![
        (
            "address_outside_subnet",
            Topology::new().link(Link::new("a", ("b", "10.2.0.1/24")).subnet("10.1.0.0/24")),
        ),
        (
            "address_other_prefix",
            Topology::new().lan(Lan::new([("a", "10.1.0.1/25")]).host("b").subnet("10.1.0.0/24")),
        ),
        (
            "address_taken",
            Topology::new().link((("a", "10.0.0.1/24"), "b")).link(("b", ("c", "10.0.0.1/16"))),
        ),
        (
            "address_taken_in_lan",
            Topology::new().lan([("a", "10.0.0.1/24"), ("b", "10.0.0.2/24"), ("c", "10.0.0.1/24")]),
        ),
        ("address_twice", Topology::new().link((("a", ["10.0.0.1/24", "10.0.0.1/24"]), "b"))),
    ]
}

fn hosts() -> Vec<Case> {
    vec![
        ("host_name_dash", Topology::new().link(("a", "-b"))),
        ("host_name_digit", Topology::new().link(("a", "1b"))),
        ("host_name_empty", Topology::new().link(("a", ""))),
        ("host_name_letter", Topology::new().link(("a", "bü"))),
        ("host_name_localhost", Topology::new().link(("a", "LocalHost"))),
        ("host_name_fixed", Topology::new().link(("a", "ip6-allnodes"))),
        ("host_name_quoted", Topology::new().link(("a", "\"b\""))),
        ("host_name_slash", Topology::new().link(("a", "b/c"))),
        ("host_name_space", Topology::new().link(("a", "b c"))),
        ("host_name_long", Topology::new().link(("a", "n".repeat(64)))),
        ("host_twice", Topology::new().host("a").host("b").host("a")),
        ("host_twice_by_case", Topology::new().link(("server", "Server"))),
        ("hosts_none", Topology::new()),
    ]
}

fn lans() -> Vec<Case> {
    vec![
        ("lan_empty", Topology::new().host("a").lan(Lan::default())),
        (
            "lan_host_apart",
            Topology::new().lan([("a", "10.0.0.1/24"), ("b", "10.0.0.2/24"), ("c", "10.9.0.1/24")]),
        ),
        (
            "lan_hosts_apart",
            Topology::new().lan([
                ("a", "10.9.0.1/24"),
                ("b", "10.0.0.1/24"),
                ("c", "10.0.0.2/24"),
                ("d", "10.8.0.1/24"),
            ]),
        ),
        ("lan_host_twice", Topology::new().lan(["a", "b", "a"])),
        ("lan_name_bad", Topology::new().lan(Lan::new(["a", "b"]).name("1st floor"))),
        ("lan_name_empty", Topology::new().lan(Lan::new(["a", "b"]).name(""))),
        (
            "lan_name_taken",
            Topology::new()
                .lan(Lan::new(["a", "b"]).name("office"))
                .lan(Lan::new(["b", "c"]).name("office")),
        ),
        (
            "lan_prefixes_differ",
            Topology::new().lan([
                ("a", ["10.0.0.1/16", "10.1.0.1/24"]),
                ("b", ["10.0.0.2/24", "10.1.0.2/24"]),
            ]),
        ),
        (
            "lan_too_many",
            Topology::new().lan((0..1024).map(|nth| format!("h{nth}")).collect::<Vec<_>>()),
        ),
    ]
}

fn links() -> Vec<Case> {
    vec![
        ("link_ends_apart", Topology::new().link((("a", "10.0.0.1/24"), ("b", "10.1.0.1/24")))),
        (
            "link_ends_apart_v6",
            Topology::new().link((
                ("a", ["10.0.0.1/24", "fd00::1/64"]),
                ("b", ["10.0.0.2/24", "fd00:1::1/64"]),
            )),
        ),
        ("link_loop", Topology::new().link(("a", "a"))),
        ("link_name_bad", Topology::new().link(Link::new("a", "b").name("a cable"))),
        (
            "link_name_taken",
            Topology::new()
                .lan(Lan::new(["a", "b"]).name("wire"))
                .link(Link::new("b", "c").name("wire")),
        ),
        (
            "link_prefixes_differ",
            Topology::new().link((("a", "10.0.0.1/24"), ("b", "10.0.0.2/25"))),
        ),
    ]
}

fn mtus() -> Vec<Case> {
    vec![
        ("family_unknown", Topology::new().link(Link::new("a", "b").family("ip4"))),
        ("family_unknown_of_all", Topology::new().link(("a", "b")).family("IPv4")),
        (
            "family_other_address",
            Topology::new()
                .link(Link::new(("a", "10.0.0.1/24"), ("b", "fd00::2/64")).family("ipv4")),
        ),
        (
            "family_other_subnet",
            Topology::new().lan(Lan::new(["a", "b"]).family("ipv6").subnet("10.0.0.0/24")),
        ),
        ("mtu_1279_v6_alone", Topology::new().link(Link::new("a", "b").family("ipv6").mtu(1279))),
        ("mtu_0", Topology::new().link(Link::new("a", "b").subnet("10.1.0.0/24").mtu(0))),
        ("mtu_67", Topology::new().link(Link::new("a", "b").subnet("10.1.0.0/24").mtu(67))),
        ("mtu_1279", Topology::new().link(Link::new("a", "b").mtu(1279))),
        ("mtu_1279_v6", Topology::new().link(Link::new("a", "b").subnet("fd01::/64").mtu(1279))),
        ("mtu_65536", Topology::new().link(Link::new("a", "b").subnet("10.1.0.0/24").mtu(65_536))),
    ]
}

fn routers() -> Vec<Case> {
    vec![
        ("router_twice", Topology::new().link(("a", "b")).router("a").router("a")),
        ("router_unknown", Topology::new().lan(["a", "gateway"]).router("gatevay")),
        ("router_unlike", Topology::new().lan(["a", "gateway"]).router("isp")),
    ]
}

fn subnets() -> Vec<Case> {
    vec![
        ("subnet_bad", Topology::new().link(Link::new("a", "b").subnet("10.1.0/24"))),
        (
            "subnet_both_families",
            Topology::new().link(Link::new("a", "b").subnet("10.1.0.0/24, fd01::/64")),
        ),
        ("subnet_full", Topology::new().lan(Lan::new(["a", "b", "c"]).subnet("10.1.0.0/30"))),
        ("subnet_host_bits", Topology::new().link(Link::new("a", "b").subnet("10.1.0.7/24"))),
        ("subnet_loopback", Topology::new().link(Link::new("a", "b").subnet("127.0.0.0/8"))),
        ("subnet_mapped", Topology::new().link(Link::new("a", "b").subnet("::ffff:10.1.0.0/120"))),
        ("subnet_multicast", Topology::new().link(Link::new("a", "b").subnet("224.0.0.0/4"))),
        ("subnet_no_prefix", Topology::new().link(Link::new("a", "b").subnet("10.1.0.0"))),
        ("subnet_prefix_too_long", Topology::new().link(Link::new("a", "b").subnet("10.1.0.0/33"))),
        (
            "subnet_two_of_one_family",
            Topology::new().link(Link::new("a", "b").subnet("10.1.0.0/24").subnet("10.2.0.0/24")),
        ),
        (
            "subnets_overlap",
            Topology::new()
                .lan(Lan::new(["a", "b", "gw"]).subnet("10.1.0.0/16"))
                .lan(Lan::new(["gw", "c"]).subnet("10.1.2.0/24")),
        ),
        (
            "subnets_overlap_by_address",
            Topology::new().link((("a", "10.1.0.1/24"), "b")).link((("b", "10.1.0.2/24"), "c")),
        ),
    ]
}

fn many() -> Vec<Case> {
    vec![(
        "many",
        Topology::new()
            .host("1st")
            .lan(
                Lan::new(["a", "b", "a"]).host(("gw", "10.1.0.0/24")).mtu(67).subnet("10.1.0.1/24"),
            )
            .link(Link::new("gw", ("gw", "fd00::1")).name("a b"))
            .router("gv"),
    )]
}
