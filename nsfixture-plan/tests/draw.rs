//! Pictures, compared with the files in `draw/`. `NSFIXTURE_BLESS=1` writes these.

use std::path::Path;
use std::{env, fs};

use nsfixture_plan::{Faults, Lan, Link, Plan, Topology};

/// Compares all forms of a picture with the files of this name.
#[track_caller]
fn check(name: &str, topology: &Topology) {
    let plan = Plan::new(topology).expect("a topology that can be made");
    assert_eq!(topology.to_text(), Ok(plan.to_text()));
    assert_eq!(topology.to_mermaid(), Ok(plan.to_mermaid()));
    assert_eq!(format!("{plan}\n"), plan.to_text());
    compare(&format!("{name}.txt"), &plan.to_text());
    compare(&format!("{name}.mmd"), &plan.to_mermaid());
    #[cfg(feature = "svg")]
    {
        assert_eq!(topology.to_svg(), Ok(plan.to_svg()));
        compare(&format!("{name}.svg"), &plan.to_svg());
    }
}

#[track_caller]
fn compare(file: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/draw").join(file);
    if env::var_os("NSFIXTURE_BLESS").is_some() {
        fs::write(&path, found).expect("the snapshot is writable");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "{file}: if this is intended, run again with NSFIXTURE_BLESS=1");
}

#[test]
fn two_hosts() {
    check(
        "pair",
        &Topology::new().link((("producer", "10.0.0.1/24"), ("consumer", "10.0.0.2/24"))),
    );
}

#[test]
fn eight_hosts() {
    let office = Lan::new(["alice", "bob", "carol", "left"]).subnet("10.1.0.0/24");
    let lab = Lan::new(["right", "dave", "erin", "frank"]).subnet("10.2.0.0/24");
    let tunnel = Link::new("left", "right").subnet("10.9.0.0/30").mtu(1400);
    let two_sites = Topology::new()
        .lan(office.name("office"))
        .link(tunnel.name("tunnel"))
        .lan(lab.name("lab"))
        .router("left")
        .router("right");
    check("two_sites", &two_sites);
}

#[test]
fn a_lan_with_many_hosts() {
    let hosts = (1..=12).map(|nth| format!("host{nth}"));
    let big = Lan::new(hosts).host("gw").name("hall").mtu(9000);
    check("frame", &Topology::new().lan(big).link(("gw", "outside")).router("gw"));
}

#[test]
fn too_wide_for_one_line() {
    let long = "a".repeat(63);
    let addrs = ["2001:db8:1111:2222:3333:4444:5555:6666/64", "10.0.0.1/24"];
    let wide = Link::new((long.as_str(), addrs), "b").name("b".repeat(63));
    let topology = Topology::new().link(wide).host("solo").host("idle").router("idle");
    check("wide", &topology.link(("b", "c")).link(("c", "b")));
}

#[test]
fn faults() {
    let wire = Link::new(("a", "10.0.0.1/24"), ("b", "10.0.0.2/24"));
    let slow = Link::new(("b", "10.0.1.1/24"), ("c", "10.0.1.2/24")).name("slow").mtu(1400);
    let up = Faults::new().rate("384kbit").queue("50packets").loss("0.05%").burst(5);
    let alike = Lan::new(["c", "d", "e"]).name("alike").delay("300ms").jitter("12.5ms").drop([3]);
    let own = Lan::new(["e", "f", "g", "h", "i"]).name("own").duplicate("1%").corrupt("0.0001%");
    let two = Lan::new(["i", "j", "k"]).name("two").from("j", Faults::new().drop([1, 2]));
    let topology = Topology::new()
        .link(wire.delay("20ms").loss("1%").rate("10mbit").name("wire"))
        .link(slow.rate("1500kbit").aqm("codel").from("b", up.aqm("codel")))
        .lan(alike.reorder("25%"))
        .lan(own.drop_every(5).from("g", Faults::new().rate("1200bit").queue("1s")))
        .lan(two.from("k", Faults::new().rate("1mbit").queue("64kb")))
        .link(Link::new("k", "l").faults())
        .family("ipv4");
    check("faults", &topology);
}

/// The names in a plan that was made of a topology have only letters; its parts can be changed.
#[test]
fn names_with_signs_of_the_language() {
    let mut plan = Plan::new(&Topology::new().link(("a", "b"))).expect("a pair");
    plan.links[0].name = "<\"&\">".to_owned();
    assert!(plan.to_mermaid().contains("\"#60;#34;#38;#34;#62;\""));
    #[cfg(feature = "svg")]
    assert!(plan.to_svg().contains(">&lt;&quot;&amp;&quot;&gt;<"));
}

#[test]
fn a_topology_that_cannot_be_made() {
    let wrong = Topology::new().link(("a", "a"));
    let problems = Plan::new(&wrong).expect_err("a link to itself");
    assert_eq!(wrong.to_text(), Err(problems.clone()));
    assert_eq!(wrong.to_mermaid(), Err(problems.clone()));
    #[cfg(feature = "svg")]
    assert_eq!(wrong.to_svg(), Err(problems));
}
