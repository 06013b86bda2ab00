#[::core::prelude::v1::test]
fn f() {
    fn f(a: Node, net: Net) {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .lan(::nsfixture::Lan::new(["a", "b", "gw"]).subnet("10.1.0.0/24"))
                .lan(::nsfixture::Lan::new(["gw", "c"]).subnet("10.2.0.0/24"))
                .router("gw"),
        )
        .run_in("c")
        .timeout_millis(10000u64)
        .run(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |__cx| f(__cx.node("a"), __cx.net()),
        );
}
