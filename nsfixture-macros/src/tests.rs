//! Expansions, compared with files below `tests/expand`. `NSFIXTURE_BLESS=1` writes these.

use std::path::Path;
use std::{env, fs};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, ItemFn, Meta};

use crate::pipeline;
use crate::surroundings::SurroundingAttrs;

/// Expands the first attribute of a function, and compares the result with the file of this name.
#[track_caller]
fn check(name: &str, source: &str) {
    let mut function: ItemFn = syn::parse_str(source).expect("a function");
    let args = match function.attrs.remove(0).meta {
        Meta::List(list) => list.tokens,
        Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
    };
    compare(name, pipeline::run(args, &function.to_token_stream(), &SurroundingAttrs::default()));
}

#[track_caller]
fn compare(name: &str, expansion: TokenStream) {
    let found = prettyplease::unparse(&syn::parse2(expansion).expect("items"));

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/expand/{name}.rs"));
    if env::var_os("NSFIXTURE_BLESS").is_some() {
        fs::write(&path, &found).expect("the snapshot is writable");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "{name}: if this is intended, run again with NSFIXTURE_BLESS=1");
    assert!(found.lines().count() <= 25, "{name}: the library is called once, not written out");
}

#[test]
fn asingle() {
    check("alone", "#[ns_test] fn binds_port_80() { bind(80); }");
}

#[test]
fn alone_by_parameter() {
    check("alone_by_parameter", "#[ns_test] pub(crate) fn single(_router_a: &Node) {}");
    check("alone_raw", "#[ns_test] fn r#type(r#type: Node) -> () {}");
}

/// An editor offers to run a function below an attribute that ends in `test`, and does so by the
/// function's name: that is the one which libtest has.
#[test]
fn a_test_keeps_its_name() {
    for source in ["pub(crate) fn f(a: Node) {}", "async fn f() -> R {}", "#[test] fn f() {}"] {
        let expansion = pipeline::run(
            TokenStream::new(),
            &source.parse().expect("tokens"),
            &SurroundingAttrs::default(),
        );
        let outer: ItemFn = syn::parse2(expansion).expect("one function");
        let is_test =
            |attr: &Attribute| attr.path().segments.last().is_some_and(|last| last.ident == "test");
        let tests = outer.attrs.iter().filter(|attr| is_test(attr)).count();
        assert_eq!((outer.sig.ident.to_string().as_str(), tests), ("f", 1), "{source}");
    }
}

#[test]
fn asynchronous() {
    check(
        "asynchronous",
        r#"#[ns_test(link(client = "10.0.0.1/24", server), timeout = "10s")]
        #[ignore]
        async fn echo(server: &Node, net: Net) -> std::io::Result<()> { body }"#,
    );
}

#[test]
fn flavors() {
    check("multi_thread", r#"#[ns_test(flavor = "multi_thread")] async fn f() {}"#);
    check(
        "worker_threads",
        r#"#[ns_test(flavor = "multi_thread", worker_threads = 4)] async fn f() {}"#,
    );
    check("current_thread", r#"#[ns_test(flavor = "current_thread")] async fn f() -> R {}"#);
}

#[test]
fn a_whole_link() {
    check(
        "a_whole_link",
        r#"#[ns_test(link(
            a = ["10.9.0.1/24", "fd00::1/64"], b, mtu = 9000, name = "wire",
            subnet = ["10.9.0.0/24", "fd00::/64"],
        ))] fn f(mut a: nsfixture::Node, _b: Node, network: &Net) {}"#,
    );
}

#[test]
fn hosts_in_order() {
    check(
        "hosts_in_order",
        r#"#[ns_test(host(z, y), link(b, a), link(a, z), run_in = "a")] fn f() {}"#,
    );
}

#[test]
fn a_lan_and_a_router() {
    check(
        "lans_and_router",
        r#"#[ns_test(
            lan(a, b, gw, subnet = "10.1.0.0/24"), lan(gw, c, subnet = "10.2.0.0/24"), router(gw),
            run_in = c, timeout = "10s",
        )] fn f(a: Node, net: Net) {}"#,
    );
    check(
        "a_whole_lan",
        r#"#[ns_test(
            lan(a, gw = ["10.1.0.254/24", "fd01::1/64"], mtu = 1400, name = "office"), router(gw)
        )] fn f() {}"#,
    );
}

#[test]
fn schedules() {
    check(
        "schedules",
        r#"#[ns_test(
            lan(a, b, c), fault(after = "1s", lasts = "500ms", every = "5s", partition = [[a], ["b", c]]),
            fault(oneway = [a, "b"]), fault(isolate = c)
        )] fn f() {}"#,
    );
    check(
        "schedules_of_links",
        r#"#[ns_test(
            lan(a, b, c, d), fault(ring = [a, b, c, d], after = "1m"),
            fault(link = "lan1", loss = "50%", drop = [2], from(a, delay = "20ms")),
        )] fn f() {}"#,
    );
}

#[test]
fn faults() {
    check(
        "faults",
        r#"#[ns_test(
            link(a, b, loss = "1%", drop = [2, 3], faults, from(b, drop_every = 5, rate = "1mbit")),
            lan(b, c, from(c, burst = 5, loss = "2%")), faults, seed = 42,
        )] fn f() {}"#,
    );
}

#[test]
fn outages() {
    check(
        "outages",
        r#"#[ns_test(link(a, b, outage(lasts = "1s", after = "2s"), from(b, outage(lasts = "500ms", every = "5s"))))]
        fn f() {}"#,
    );
}

#[test]
fn rules() {
    check(
        "rules",
        r#"#[ns_test(lan(a, b, rule(port = 53, drop = [1, 3]), rule(host = "a", loss = "5%"), from(b, rule(icmp = "redirect", corrupt = "1%"))))]
        fn f() {}"#,
    );
}

#[test]
fn a_topology_in_code() {
    check("topology", "#[ns_test(topology = two_sites())] fn f() {}");
    check(
        "topology_and_hosts",
        r#"#[ns_test(topology = &*TWO_SITES, run_in = bob, timeout = "1s")]
        async fn f(alice: Node, _bob: &Node, net: Net) {}"#,
    );
}

#[test]
fn a_topology_in_a_file() {
    check(
        "file",
        r#"#[ns_test(file = "tests/topologies/pair.toml", run_in = server)]
        fn f(_client: Node) {}"#,
    );
}

#[test]
fn traces() {
    check(
        "traces",
        r#"#[ns_test(link(a, b, trace = "tests/topologies/slow.up", from(b, trace = "5\n")))] fn f() {}"#,
    );
    check("file_with_a_trace", r#"#[ns_test(file = "tests/topologies/traced.toml")] fn f() {}"#);
}

#[test]
fn options_of_a_whole_network() {
    check(
        "file_and_options",
        r#"#[ns_test(seed = 42, file = "tests/topologies/pair.toml", faults)] fn f() {}"#,
    );
    check("topology_and_options", "#[ns_test(topology = two(), seed = 42)] fn f(a: Node) {}");
}

#[test]
fn the_built_in_test_below() {
    check(
        "built_in_test",
        r#"#[ns_test(unobserved_panics = "allow")] #[test] #[should_panic] fn f() { panic!() }"#,
    );
}

#[test]
fn other_harnesses_below() {
    check(
        "rstest",
        r#"#[ns_test(link(a, b), timeout = "5s")] #[rstest] #[case(1280)] #[case(9000)]
        fn carries(#[case] mtu: u32, a: &Node, net: Net, fixture: u8) -> R { body }"#,
    );
    check("tokio_test", "#[ns_test(link(a, b))] #[tokio::test] async fn f() { body }");
    check("test_case", "#[ns_test] #[test_case(1)] fn f(x: u8, mut host: Node) { body }");
}

#[test]
fn tests_that_others_made() {
    let expand = |registered, source: &str| {
        let builder = "::nsfixture, ::nsfixture::__private::v1::Test::new(topology)".parse();
        let function = source.parse().expect("tokens");
        pipeline::run_below(builder.expect("tokens"), &function, registered)
    };
    compare("around_case", expand(false, "#[allow(x)] async fn case_1() -> R { f(1).await }"));
    compare("around_test", expand(true, "#[should_panic] fn case_1() { f(1) }"));
    compare("around_parameter", expand(false, "fn f(x: u8) {}"));
}

#[test]
fn the_crate_elsewhere() {
    check("crate_elsewhere", "#[ns_test(crate = crate::net)] fn f(a: Node) -> T {}");
}

#[test]
fn a_mistake_keeps_the_function() {
    check(
        "mistaken",
        "#[ns_test(link(a, b), timeout = 10)] #[test] #[ignore] #[cfg(unix)]
        async fn f(#[case] c: Node) -> T { body }",
    );
}
