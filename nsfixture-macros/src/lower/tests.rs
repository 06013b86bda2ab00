//! The mistakes that are reported: none twice, and none that follows from another.

use nsfixture_plan::Key;
use nsfixture_plan::describe::option_keys;
use syn::parse_str;

use super::lower;
use crate::args;
use crate::diag::Diagnostics;
use crate::keys;
use crate::surroundings::SurroundingAttrs;

/// Checks that exactly these mistakes are reported, each by a part of its message.
#[track_caller]
fn check(attribute: &str, function: &str, expected: &[&str]) {
    let mut diagnostics = Diagnostics::default();
    let args = args::read(attribute.parse().expect("tokens"), &mut diagnostics);
    let input = parse_str(&format!("{function} {{}}")).expect("a function");
    let found: Vec<String> = match lower(&args, &input, &SurroundingAttrs::default(), diagnostics) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| error.to_string()).collect(),
    };
    assert_eq!(found.len(), expected.len(), "{attribute} {function}: {found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{attribute} {function}: {found}");
    }
}

#[test]
fn accepts_every_key_as_it_is_shown() {
    let forms = |keys: &[Key]| -> Vec<&str> { keys.iter().map(|key| key.form).collect() };
    let whole = |key: &Key| keys::WHOLE.contains(&key.name);
    // The file that the form names is there for another test.
    let shown = keys::TOP.into_iter().filter(|key| key.name != "replay");
    let (whole, parts): (Vec<Key>, Vec<Key>) = shown.partition(whole);
    let parts = forms(&parts).join(", ").replace("host(client)", "host(third)");
    check(&parts, "async fn t()", &[]);
    for form in forms(&whole) {
        let form = form.replace("topologies/two_sites.toml", "tests/topologies/pair.toml");
        check(&form, "fn t()", &[]);
    }
    // `rtt` is another word for `delay`, and a path MTU and a black hole exclude each other. `trace` is in place of
    // `rate`, and its file does not exist.
    let (others, options): (Vec<Key>, Vec<Key>) = option_keys()
        .filter(|key| key.name != "trace")
        .partition(|key| ["rtt", "path_mtu"].contains(&key.name));
    for form in forms(&others) {
        check(&format!("link(a, b, {form})"), "fn t()", &[]);
    }
    let of_segment = forms(&options).join(", ");
    check(&format!("link(a, b, {of_segment})"), "fn t()", &[]);
    check(&format!("lan(a, {of_segment}, b, c)"), "fn t()", &[]);
    check("lan(a, b, trace = \"tests/topologies/slow.up\", queue = \"64kb\")", "fn t()", &[]);
}

#[test]
fn reads_what_is_to_happen_again() {
    let lossy = "link(a, b, name = \"wire\", loss = \"1%\")";
    let replay = "replay = \"tests/fates/packets.fates\"";
    check(&format!("{lossy}, {replay}"), "fn t()", &[]);
    check(&format!("{lossy}, replay = \"tests/fates\""), "fn t()", &[]);
    check(&format!("topology = two(), {replay}"), "fn t()", &[]);
    check(&format!("link(a, b, loss = \"1%\"), {replay}"), "fn t()", &["of another network"]);
    check(
        &format!("file = \"tests/topologies/pair.toml\", {replay}"),
        "fn t()",
        &["the network has no cable `wire`"],
    );
    check(&format!("{lossy}, replay = \"Cargo.toml\""), "fn t()", &["`Cargo.toml`: line 1: "]);
    check(&format!("{lossy}, replay = \"tests\""), "fn t()", &["/tests/packets.fates`: No such"]);
    check(&format!("{lossy}, replay = \"\""), "fn t()", &["relative"]);
    check(&format!("{lossy}, {replay}, {replay}"), "fn t()", &["duplicate key `replay`"]);
}

#[test]
fn resolves_parameters() {
    check("link(a, b)", "fn t(a: Node, _b: &Node, net: Net, n: &Net)", &[]);
    check("link(a, _a)", "fn t(_a: Node, a: Node)", &[]);
    check("host(r#type)", "fn t(r#type: Node)", &[]);
    check("", "fn t(a: Node, net: Net)", &[]);
    check("", "fn t(host: Node)", &[]);
    check("run_in = a", "fn t(_a: &Node)", &[]);
    check("link(a, b)", "fn t(c: Node, _d: Node)", &["no host named `c`", "no host named `_d`"]);
}

#[test]
fn does_not_report_hosts_that_could_not_be_read() {
    check("topology = two(), run_in = a", "fn t(b: Node, c: Node)", &[]);
    check("topology = 2, run_in = a", "fn t(b: Node)", &["found an integer"]);
    check("lan(a b), router(a), run_in = b", "fn t(b: Node)", &["expected `=`"]);
    check("link(a), router(a)", "fn t(a: Node)", &["found only `a`"]);
    check("lan(mtu), router(a)", "fn t(a: Node)", &["`mtu` is an option of a LAN"]);
    check("lan(), run_in = a", "fn t(a: Node, b: Node)", &["a LAN needs at least one host"]);
    check("link(a b)", "fn t(b: Node)", &["expected `=`"]);
    check("lnik(a, b)", "fn t(a: Node, b: Node)", &["did you mean `link`"]);
    check("link = a", "fn t(a: Node, b: Node)", &["malformed `link`: write"]);
    check("link(a, b, c)", "fn t(c: Node)", &["found 3:"]);
    check("", "fn t(a: Node, b: Node)", &["`a`, `b` are `Node` parameters"]);
    check(
        "timeot = \"1s\"",
        "fn t(a: Node, b: Node)",
        &["timeot", "`a`, `b` are `Node` parameters"],
    );
}

#[test]
fn distinguishes_misspelled_keys_from_hosts() {
    check("link(a, b, mut = 9000)", "fn t()", &["did you mean `mtu`"]);
    check("link(a, b, nmae = \"w\")", "fn t()", &["did you mean `name`"]);
    check("link(names = \"10.0.0.1/24\", b)", "fn t()", &[]);
    check("link(a, names)", "fn t()", &[]);
    check("lan(a, b, subnt = \"10.1.0.0/24\")", "fn t()", &["did you mean `subnet`"]);
    check("lan(a, b, nmae = [\"fd00::/64\"])", "fn t()", &["did you mean `name`"]);
    check("lan(a, b, names = [\"10.0.0.1/24\"])", "fn t()", &[]);
    check("lan(a, b, names = \"10.0.0.1\")", "fn t()", &["missing prefix length"]);
}

#[test]
fn distinguishes_faults_from_hosts() {
    check("link(a, b, loss = \"1%\", faults, from(a, faults))", "fn t()", &["one host"]);
    check("link(a, b, faults), faults", "fn t(a: Node)", &[]);
    check("link(faults, b)", "fn t(b: Node)", &["exactly two hosts, found only `b`"]);
    check("host(faults, from, loss)", "fn t(faults: Node, _from: Node)", &[]);
    check("link(latency, bw), faults, seed = 0xff", "fn t(latency: Node)", &[]);
    check("link(a, b, latency = 5)", "fn t()", &["it is called `delay` here"]);
    check("link(a, latency = \"10.0.0.1/24\")", "fn t()", &[]);
    check("lan(limit = \"10.1.0.0/24\")", "fn t()", &["network address"]);
    check("link(a, b, from(a, from(b, loss = \"1%\")))", "fn t()", &["is a key of the link"]);
    check("link(a, b, from(a b))", "fn t()", &["expected `=`"]);
    check("link(a, b, from(c, loss = 1%))", "fn t()", &["must be quoted"]);
    check("link(a, b, uplink(rate = \"1mbit\"))", "fn t()", &["it is called `from` here"]);
    check("seed = 42", "fn t(a: Node)", &[]);
}

#[test]
fn finds_the_hosts_of_faults_in_other_keys() {
    check("fault(isolate = b), link(a, b)", "fn t(a: Node)", &[]);
    check("link(a, b), fault(oneway = [a, \"b\"]), fault(isolate = r#b)", "fn t()", &[]);
    check("link(alice, b), fault(isolate = alcie)", "fn t()", &["did you mean `alice`?"]);
    check(
        "lan(a, b, c), fault(partition = [[a], [d]], fault = 1)",
        "fn t()",
        &["unknown key `fault`"],
    );
    check("link(a b), fault(isolate = b)", "fn t()", &["expected `=`"]);
    check("link(a, b), fault(isolate = true)", "fn t()", &["no host named `true`"]);
    check(
        "link(a, b), fault(isolate = a::b)",
        "fn t()",
        &["expected a string for `isolate`, found a path"],
    );
    check("link(a, b), fault = 5", "fn t()", &["malformed `fault`: write"]);
    check("link(a, b), fault(at = \"1s\", isolate = a)", "fn t()", &["it is called `after` here"]);
    check("link(a, b), fault(for = \"1s\", isolate = a)", "fn t()", &["it is called `lasts` here"]);
    check(
        "link(a, b), fault(link = \"a-b\", rule(protocol = \"udp\", loss = \"5%\"))",
        "fn t()",
        &[],
    );
    check("link(a, b), fault(partition(a, b))", "fn t()", &["`partition` needs a value"]);
    check("link(fault, b), fault(isolate = fault)", "fn t(fault: Node)", &[]);
    check(
        "topology = two(), fault(isolate = a)",
        "fn t()",
        &["cannot be combined with `topology`"],
    );
}

#[test]
fn finds_routers_in_other_keys() {
    check("router(gw), lan(a, gw), lan(gw, b)", "fn t(gw: Node)", &[]);
    check("lan(a, gw), router(a, gw), run_in = gw", "fn t()", &[]);
    check(
        "lan(a, gateway), router(gatewy, a, a)",
        "fn t()",
        &["did you mean", "duplicate router `a`"],
    );
    check("router(gw)", "fn t()", &["must also appear"]);
    check("lan(a, b), router()", "fn t()", &["the name of a router"]);
    check("lan(a, b), router(a = \"10.0.0.1/24\")", "fn t()", &["takes bare names"]);
    check(
        "lan(a, b), router = a",
        "fn t(c: Node)",
        &["malformed `router`: write", "no host named `c`"],
    );
}

#[test]
fn rejects_two_descriptions_of_the_network() {
    let conflict = "`topology` describes the whole network";
    check("topology = two(), link(a, b)", "fn t(c: Node)", &[conflict]);
    check("lan(a, b), router(a), topology = two()", "fn t(c: Node)", &[conflict]);
    check("topology = a, topology = b", "fn t()", &["duplicate key `topology`"]);
    check("topology = 1, topology = b", "fn t()", &["found an integer", "duplicate key"]);
    check(
        "topology(a, b)",
        "fn t(a: Node)",
        &["malformed `topology`: write `topology = two_sites()`"],
    );
    check("topology = \"two.toml\"", "fn t()", &["write `file = \"two.toml\"`"]);
    for wrong in ["true", "[a]", "1.5", "async"] {
        check(&format!("topology = {wrong}"), "fn t()", &["expected an expression"]);
    }
    for right in ["TWO", "a::TWO", "&*TWO", "<A as B>::TWO", "{ TWO.clone() }", "two!()", "x?"] {
        check(&format!("topology = {right}"), "fn t(a: Node)", &[]);
    }
}

#[test]
fn finds_hosts_in_a_file() {
    let file = r#"file = "tests/topologies/pair.toml""#;
    check(file, "fn t(client: Node, _server: &Node, net: Net)", &[]);
    check(&format!("{file}, run_in = sever"), "fn t(c: Node)", &["no host named `c`", "`server`?"]);
    check(&format!("{file}, {file}"), "fn t()", &["duplicate key `file`"]);
    check(&format!("{file}, host(a)"), "fn t(b: Node)", &["`host` cannot be combined with `file`"]);
    check(
        &format!("topology = x, {file}"),
        "fn t(b: Node)",
        &["cannot be combined with `topology`"],
    );
    check(&format!("{file}, faults, seed = 1"), "fn t(client: Node)", &[]);
    check(&format!("seed = 1, {file}, host(a)"), "fn t()", &["`host` cannot be combined with"]);
    check("file = \"none.toml\"", "fn t(a: Node)", &["cannot read"]);
    check("file = none, run_in = a", "fn t(a: Node)", &["expected a string for `file`"]);
    check("file(none)", "fn t(a: Node)", &["malformed `file`: write"]);
}

#[test]
fn reports_independent_mistakes() {
    check("flavor = \"multi\", worker_threads = 2", "async fn t()", &["invalid `flavor`"]);
    check("crate = async", "fn t()", &["found a keyword"]);
    check("worker_threads = 0", "async fn t()", &["at least one", "requires `flavor"]);
    check("link(a = \"10.0.0.1/24\", b, subnet = \"10.1.0.0/24\")", "fn t()", &["is not in"]);
    check("link(a = \"10.0.0.1/24\", b = \"10.0.0.2/25\")", "fn t()", &["must share a subnet"]);
    check("link(a = \"10.0.0.1/8\", b), link(b, c)", "fn t()", &["no free subnet"]);
    check(
        "host(a), host(a)",
        "fn t(x: u32)",
        &["expected `Node` or `&Node`", "duplicate host `a`"],
    );
}

#[test]
fn hosts_can_have_the_names_of_keys() {
    check("link(host, timeout), router(link)", "fn t(host: Node)", &["no host named `link`"]);
    check("lan(link, lan, router, file), router(lan), run_in = router", "fn t(link: Node)", &[]);
    check("host(mtu, name, subnet)", "fn t(mtu: Node, _name: Node)", &[]);
    check("", "fn t(timeout: Node)", &[]);
    check("", "fn t(name: Node)", &[]);
    check("link(mtu, a)", "fn t()", &["a host named `mtu` can be described in a file or in code"]);
}
