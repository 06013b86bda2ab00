//! Files written from topologies.

use nsfixture_plan::{Endpoint, Lan, Link, Topology};

#[track_caller]
fn check(topology: &Topology, expected: &str) {
    assert_eq!(topology.to_toml(), expected);
}

#[test]
fn every_part() {
    let office = Lan::new(["a"])
        .host(("b", "10.1.0.9/24"))
        .host(("gw", ["10.1.0.1/24", "fd01::1/64"]))
        .name("office")
        .subnet("10.1.0.0/24")
        .mtu(1400);
    let topology = Topology::new()
        .host("printer")
        .lan(office)
        .link((("gw", "10.9.0.1/30"), ("isp", "10.9.0.2/30")))
        .link(Link::new("isp", "far").subnet("10.8.0.0/24").subnet("fd08::/64"))
        .router("gw")
        .router("isp");
    check(
        &topology,
        r#"hosts = ["printer"]
routers = ["gw", "isp"]

[[lan]]
name = "office"
subnet = "10.1.0.0/24"
mtu = 1400
hosts = ["a", { b = "10.1.0.9/24" }, { gw = ["10.1.0.1/24", "fd01::1/64"] }]

[[link]]
hosts = { gw = "10.9.0.1/30", isp = "10.9.0.2/30" }

[[link]]
subnet = ["10.8.0.0/24", "fd08::/64"]
hosts = ["isp", "far"]
"#,
    );
}

/// Those hosts are at the top that have to be there, and no others.
#[test]
fn hosts_at_the_top() {
    #[track_caller]
    fn check_top(first: &[&str], last: &[&str], expected: &str) {
        let hosts =
            |topology: Topology, hosts: &[&str]| hosts.iter().fold(topology, |t, h| t.host(*h));
        let topology = hosts(Topology::new(), first).lan(["a", "b", "c"]);
        let text = hosts(topology, last).to_toml();
        let top = text.strip_suffix("\n[[lan]]\nhosts = [\"a\", \"b\", \"c\"]\n");
        assert_eq!(top.unwrap_or_default(), expected, "{text}");
    }
    check(&Topology::new(), "");
    check(&Topology::new().host("a"), "hosts = [\"a\"]\n");
    check(&Topology::new().lan(["a"]), "[[lan]]\nhosts = [\"a\"]\n");
    check_top(&["x"], &[], "hosts = [\"x\"]\n");
    check_top(&["x", "a"], &[], "hosts = [\"x\"]\n");
    check_top(&["a", "x"], &[], "hosts = [\"a\", \"x\"]\n");
    check_top(&["c"], &[], "hosts = [\"c\"]\n");
    check_top(&["b", "a"], &[], "hosts = [\"b\"]\n");
    check_top(&[], &["x"], "hosts = [\"a\", \"b\", \"c\", \"x\"]\n");
    check_top(&["x"], &["x"], "hosts = [\"x\", \"a\", \"b\", \"c\", \"x\"]\n");
}

#[test]
fn long_lists_have_a_line_for_each() {
    let names: Vec<String> = (0..16).map(|nth| format!("host-{nth:02}")).collect();
    let addr = |name: &String| Endpoint::new(name).addr(format!("10.0.0.{}/24", name.len()));
    let items = |from: &str, to: &str| -> String {
        let lines: Vec<String> =
            names.iter().map(|name| format!("    {from}{name}{to},\n")).collect();
        lines.concat()
    };
    let bare = items("\"", "\"");
    check(&Topology::new().lan(names.clone()), &format!("[[lan]]\nhosts = [\n{bare}]\n"));
    let ends: Vec<Endpoint> = names.iter().map(addr).collect();
    let tables = items("{ ", " = \"10.0.0.7/24\" }");
    check(&Topology::new().lan(ends), &format!("[[lan]]\nhosts = [\n{tables}]\n"));
}

#[test]
fn strings_with_any_characters() {
    let lan = Lan::new([("a\"b", "\\"), ("", "\u{1}\u{7f}\u{85}é")]).name("\t\r\n\0'");
    check(
        &Topology::new().lan(lan),
        "[[lan]]\nname = \"\\t\\r\\n\\u0000'\"\n\
         hosts = { \"a\\\"b\" = \"\\\\\", \"\" = \"\\u0001\\u007F\\u0085é\" }\n",
    );
    // A host twice cannot be two keys of one table.
    check(
        &Topology::new().link((("a", "x"), ("a", "y"))),
        "[[link]]\nhosts = [{ a = \"x\" }, { a = \"y\" }]\n",
    );
    check(&Topology::new().lan(Lan::new([""; 0])), "[[lan]]\nhosts = []\n");
}
