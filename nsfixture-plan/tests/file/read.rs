//! Topologies read from valid files.

use nsfixture_plan::{Endpoint, Lan, Link, Topology};

#[track_caller]
fn check(text: &str, expected: &Topology) {
    match Topology::from_toml(text) {
        Ok(found) => assert_eq!(&found, expected, "{text}"),
        Err(problems) => panic!("{problems}\n{text}"),
    }
}

/// A LAN whose `hosts` are written this way.
#[track_caller]
fn check_hosts(hosts: &str, expected: Lan) {
    check(&format!("[[lan]]\nhosts = {hosts}\n"), &Topology::new().lan(expected));
}

#[test]
fn hosts_and_routers() {
    check("hosts = 'a'", &Topology::new().host("a"));
    check("routers = 'b'\nhosts = ['a', 'b']", &Topology::new().host("a").host("b").router("b"));
    let both = Topology::new().host("a").host("b");
    check("hosts = ['a', 'b']\nrouters = []", &both);
    check("hosts = ['a', 'b']\nrouters = ['b', 'a']", &both.router("b").router("a"));
}

#[test]
fn every_way_to_write_hosts() {
    check_hosts("'a'", Lan::new(["a"]));
    check_hosts("['a', 'b']", Lan::new(["a", "b"]));
    check_hosts("{ b = [], a = [] }", Lan::new(["b", "a"]));
    check_hosts("{ b = '10.0.0.2/24' }", Lan::new([("b", "10.0.0.2/24")]));
    check_hosts("['b', { a = '10.0.0.1/24' }]", Lan::new(["b"]).host(("a", "10.0.0.1/24")));
    check_hosts(
        "[{ z = '10.0.0.9/24', a = ['10.0.0.1/24', 'fd00::1/64'] }, 'b']",
        Lan::new([("z", "10.0.0.9/24")]).host(("a", ["10.0.0.1/24", "fd00::1/64"])).host("b"),
    );
    // The keys of TOML may be quoted, and tables be written out.
    check_hosts("{ \"a\" = [], 'b' = [] }", Lan::new(["a", "b"]));
    let lan = Topology::new().lan(Lan::new([("z", "10.0.0.9/24")]).host("a"));
    check("[[lan]]\nhosts.z = '10.0.0.9/24'\nhosts.a = []", &lan);
    check("[[lan]]\n[lan.hosts]\nz = '10.0.0.9/24'\na = []", &lan);
}

#[test]
fn all_that_a_link_can_have() {
    let link = Link::new(("gw", ["10.9.0.1/30", "fd09::1/64"]), "isp").name("wire").mtu(1400);
    let link = Topology::new().link(link.subnet("10.9.0.0/30").subnet("fd09::/64"));
    check(
        "[[link]]
        name = 'wire'
        subnet = ['10.9.0.0/30', 'fd09::/64']
        mtu = 1_400
        hosts = { gw = ['10.9.0.1/30', 'fd09::1/64'], isp = [] }",
        &link,
    );
    // Whatever the order of the keys, and in each of the bases of TOML.
    check(
        "[[link]]
        hosts = [{ gw = ['10.9.0.1/30', 'fd09::1/64'] }, 'isp']
        mtu = 0x578
        subnet = ['10.9.0.0/30', 'fd09::/64']
        name = 'wire'",
        &link,
    );
}

#[test]
fn lans_and_links_in_the_order_of_the_text() {
    let expected = Topology::new()
        .link(("z", "y"))
        .lan(["y", "x"])
        .link(("x", "w"))
        .lan(["w", "a"])
        .router("y");
    check(
        "routers = ['y']
        [[link]]
        hosts = ['z', 'y']
        [[lan]]
        hosts = ['y', 'x']
        [[link]]
        hosts = ['x', 'w']
        [[lan]]
        hosts = ['w', 'a']",
        &expected,
    );
    check(
        "link = [{ hosts = ['z', 'y'] }]
        lan = [{ hosts = ['y', 'x'] }]
        routers = 'y'",
        &Topology::new().link(("z", "y")).lan(["y", "x"]).router("y"),
    );
}

#[test]
fn hosts_at_the_top_come_first() {
    check(
        "hosts = ['c', 'b']\n[[lan]]\nhosts = ['a', 'b', 'd']",
        &Topology::new().host("c").host("b").lan(["a", "b", "d"]),
    );
    check(
        "lan = [{ hosts = ['a', 'b'] }]\nhosts = 'c'",
        &Topology::new().host("c").lan(["a", "b"]),
    );
}

#[test]
fn comments_blank_lines_and_other_line_ends() {
    let pair = Topology::new().link((Endpoint::new("a"), Endpoint::new("b")));
    check(
        "\u{feff}# two\r\n\r\n[[link]] # a cable\r\nhosts = [\r\n'a', # one\r\n'b',\r\n]\r\n",
        &pair,
    );
}

#[test]
fn links_and_lans_in_another_order() {
    let text = "order = ['link', 'lan', 'link']
[[lan]]
hosts = 'a'
[[link]]
hosts = ['b', 'c']
[[link]]
hosts = ['c', 'd']
";
    let expected = Topology::new().link(("b", "c")).lan(["a"]).link(("c", "d"));
    assert_eq!(Topology::from_toml(text), Ok(expected));
}
