//! How many mistakes are reported, and which: none twice, and none that follows from another.

use syn::parse_str;

use super::lower;
use crate::args;
use crate::diag::Mistakes;
use crate::keys::{self, Key};
use crate::source::Around;

/// Expects just these mistakes, each by a part of its words.
#[track_caller]
fn check(attribute: &str, function: &str, expected: &[&str]) {
    let mut mistakes = Mistakes::default();
    let args = args::read(attribute.parse().expect("tokens"), &mut mistakes);
    let input = parse_str(&format!("{function} {{}}")).expect("a function");
    let found: Vec<String> = match lower(&args, &input, &Around::default(), mistakes) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| error.to_string()).collect(),
    };
    assert_eq!(found.len(), expected.len(), "{attribute} {function}: {found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{attribute} {function}: {found}");
    }
}

#[test]
fn takes_every_key_as_it_is_shown() {
    let forms = |keys: &[Key]| -> Vec<&str> { keys.iter().map(|key| key.form).collect() };
    let whole = |key: &Key| keys::WHOLE.contains(&key.name);
    let (whole, parts): (Vec<Key>, Vec<Key>) = keys::TOP.into_iter().partition(whole);
    let parts = forms(&parts).join(", ").replace("host(client)", "host(third)");
    check(&parts, "async fn t()", &[]);
    for form in forms(&whole) {
        let form = form.replace("topologies/two_sites.toml", "tests/topologies/pair.toml");
        check(&form, "fn t()", &[]);
    }
    let of_segment = forms(&keys::SEGMENT).join(", ");
    check(&format!("link(a, b, {of_segment})"), "fn t()", &[]);
    check(&format!("lan(a, {of_segment}, b, c)"), "fn t()", &[]);
}

#[test]
fn resolves_parameters() {
    check("link(a, b)", "fn t(a: Node, _b: &Node, net: Net, n: &Net)", &[]);
    check("link(a, _a)", "fn t(_a: Node, a: Node)", &[]);
    check("host(r#type)", "fn t(r#type: Node)", &[]);
    check("", "fn t(a: Node, net: Net)", &[]);
    check("", "fn t(host: Node)", &[]);
    check("run_in = a", "fn t(_a: &Node)", &[]);
    check("link(a, b)", "fn t(c: Node, _d: Node)", &["`c` is no host", "`_d` is no host"]);
}

#[test]
fn does_not_miss_hosts_that_it_could_not_read() {
    check("topology = two(), run_in = a", "fn t(b: Node, c: Node)", &[]);
    check("topology = 2, run_in = a", "fn t(b: Node)", &["found an integer"]);
    check("lan(a b), router(a), run_in = b", "fn t(b: Node)", &["expected `=`"]);
    check("link(a), router(a)", "fn t(a: Node)", &["names only `a`"]);
    check("lan(mtu), router(a)", "fn t(a: Node)", &["`mtu` is a key of `lan`"]);
    check("lan(), run_in = a", "fn t(a: Node, b: Node)", &["this one names none"]);
    check("link(a b)", "fn t(b: Node)", &["expected `=`"]);
    check("lnik(a, b)", "fn t(a: Node, b: Node)", &["did you mean `link`"]);
    check("link = a", "fn t(a: Node, b: Node)", &["`link` is written"]);
    check("link(a, b, c)", "fn t(c: Node)", &["names 3"]);
    check("", "fn t(a: Node, b: Node)", &["`a` and `b` are hosts"]);
    check("timeot = \"1s\"", "fn t(a: Node, b: Node)", &["timeot", "`a` and `b` are hosts"]);
}

#[test]
fn tells_a_misspelled_key_from_a_host() {
    check("link(a, b, mut = 9000)", "fn t()", &["did you mean `mtu`"]);
    check("link(a, b, nmae = \"w\")", "fn t()", &["did you mean `name`"]);
    check("link(names = \"10.0.0.1/24\", b)", "fn t()", &[]);
    check("link(a, names)", "fn t()", &[]);
    check("lan(a, b, subnt = \"10.1.0.0/24\")", "fn t()", &["did you mean `subnet`"]);
    check("lan(a, b, nmae = [\"fd00::/64\"])", "fn t()", &["did you mean `name`"]);
    check("lan(a, b, names = [\"10.0.0.1/24\"])", "fn t()", &[]);
    check("lan(a, b, names = \"10.0.0.1\")", "fn t()", &["the prefix is missing"]);
}

#[test]
fn takes_routers_from_elsewhere() {
    check("router(gw), lan(a, gw), lan(gw, b)", "fn t(gw: Node)", &[]);
    check("lan(a, gw), router(a, gw), run_in = gw", "fn t()", &[]);
    check("lan(a, gateway), router(gatewy, a, a)", "fn t()", &["did you mean", "twice"]);
    check("router(gw)", "fn t()", &["name it there"]);
    check("lan(a, b), router()", "fn t()", &["is to be a router"]);
    check("lan(a, b), router(a = \"10.0.0.1/24\")", "fn t()", &["takes bare names"]);
    check("lan(a, b), router = a", "fn t(c: Node)", &["`router` is written", "`c` is no host"]);
}

#[test]
fn has_the_network_from_one_place() {
    let beside = "`topology` describes the whole network";
    check("topology = two(), link(a, b)", "fn t(c: Node)", &[beside]);
    check("lan(a, b), router(a), topology = two()", "fn t(c: Node)", &[beside]);
    check("topology = a, topology = b", "fn t()", &["`topology` is given twice"]);
    check("topology = 1, topology = b", "fn t()", &["found an integer", "given twice"]);
    check("topology(a, b)", "fn t(a: Node)", &["`topology` is written `topology = two_sites()`"]);
    check("topology = \"two.toml\"", "fn t()", &["write `file = \"two.toml\"`"]);
    for wrong in ["true", "[a]", "1.5", "async"] {
        check(&format!("topology = {wrong}"), "fn t()", &["expected an expression"]);
    }
    for right in ["TWO", "a::TWO", "&*TWO", "<A as B>::TWO", "{ TWO.clone() }", "two!()", "x?"] {
        check(&format!("topology = {right}"), "fn t(a: Node)", &[]);
    }
}

#[test]
fn knows_the_hosts_of_a_file() {
    let file = r#"file = "tests/topologies/pair.toml""#;
    check(file, "fn t(client: Node, _server: &Node, net: Net)", &[]);
    check(&format!("{file}, run_in = sever"), "fn t(c: Node)", &["`c` is no", "`server`?"]);
    check(&format!("{file}, {file}"), "fn t()", &["`file` is given twice"]);
    check(&format!("{file}, host(a)"), "fn t(b: Node)", &["`host` cannot stand beside `file`"]);
    check(&format!("topology = x, {file}"), "fn t(b: Node)", &["cannot stand beside `topology`"]);
    check("file = \"none.toml\"", "fn t(a: Node)", &["cannot read"]);
    check("file = none, run_in = a", "fn t(a: Node)", &["expected a string for `file`"]);
    check("file(none)", "fn t(a: Node)", &["`file` is written"]);
}

#[test]
fn reports_what_follows_from_nothing_else() {
    check("flavor = \"multi\", worker_threads = 2", "async fn t()", &["no value of `flavor`"]);
    check("crate = async", "fn t()", &["found a keyword"]);
    check("worker_threads = 0", "async fn t()", &["at least one", "needs a runtime"]);
    check("link(a = \"10.0.0.1/24\", b, subnet = \"10.1.0.0/24\")", "fn t()", &["is not in"]);
    check("link(a = \"10.0.0.1/24\", b = \"10.0.0.2/25\")", "fn t()", &["different subnets"]);
    check("link(a = \"10.0.0.1/8\", b), link(b, c)", "fn t()", &["no subnet is left"]);
    check("host(a), host(a)", "fn t(x: u32)", &["a test's parameter", "`a` is there twice"]);
}
