//! How many mistakes are reported, and which: none twice, and none that follows from another.

use syn::parse_str;

use super::lower;
use crate::args;
use crate::diag::Mistakes;
use crate::keys;

/// Expects just these mistakes, each by a part of its words.
#[track_caller]
fn check(attribute: &str, function: &str, expected: &[&str]) {
    let mut mistakes = Mistakes::default();
    let args = args::read(attribute.parse().expect("tokens"), &mut mistakes);
    let input = parse_str(&format!("{function} {{}}")).expect("a function");
    let found: Vec<String> = match lower(&args, &input, mistakes) {
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
    let forms: Vec<&str> = keys::TOP.iter().map(|key| key.form).collect();
    let top = forms.join(", ").replace("host(client)", "host(third)");
    check(&top, "async fn t()", &[]);
    let forms: Vec<&str> = keys::LINK.iter().map(|key| key.form).collect();
    check(&format!("link(a, b, {})", forms.join(", ")), "fn t()", &[]);
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
    check("lan(a, b), run_in = a", "fn t(b: Node)", &["`lan(..)` is not supported yet"]);
    check("topology = two(), run_in = a", "fn t(b: Node, c: Node)", &["`topology = ..`"]);
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
}

#[test]
fn reports_what_follows_from_nothing_else() {
    check("flavor = \"multi\", worker_threads = 2", "async fn t()", &["no value of `flavor`"]);
    check("worker_threads = 0", "async fn t()", &["at least one", "needs a runtime"]);
    check("link(a = \"10.0.0.1/24\", b, subnet = \"10.1.0.0/24\")", "fn t()", &["is not in"]);
    check("link(a = \"10.0.0.1/24\", b = \"10.0.0.2/25\")", "fn t()", &["different subnets"]);
    check("link(a = \"10.0.0.1/8\", b), link(b, c)", "fn t()", &["no subnet is left"]);
    check("host(a), host(a)", "fn t(x: u32)", &["a test's parameter", "`a` is there twice"]);
}
