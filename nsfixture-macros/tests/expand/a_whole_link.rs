#[::core::prelude::v1::test]
fn f() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn f(mut a: nsfixture::Node, _b: Node, network: &Net) {}
    ::nsfixture::private::Test::new(
            ::nsfixture::Topology::new()
                .link(
                    ::nsfixture::Link::new(
                            ::nsfixture::End::new("a")
                                .addr("10.9.0.1/24")
                                .addr("fd00::1/64"),
                            ::nsfixture::End::new("b"),
                        )
                        .subnet("10.9.0.0/24")
                        .subnet("fd00::/64")
                        .mtu(9000u32)
                        .name("wire"),
                ),
        )
        .run_in("a")
        .run(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |cx| f(cx.node("a"), cx.node("b"), &cx.net()),
        );
}
