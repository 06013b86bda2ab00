#[::core::prelude::v1::test]
fn f() {
    fn f(mut a: nsfixture::Node, _b: Node, network: &Net) {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .link(
                    ::nsfixture::Link::new(
                            ::nsfixture::Endpoint::new("a")
                                .addr("10.9.0.1/24")
                                .addr("fd00::1/64"),
                            ::nsfixture::Endpoint::new("b"),
                        )
                        .name("wire")
                        .subnet("10.9.0.0/24")
                        .subnet("fd00::/64")
                        .mtu(9000),
                ),
        )
        .run_in("a")
        .run(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |__cx| f(__cx.node("a"), __cx.node("b"), &__cx.net()),
        );
}
