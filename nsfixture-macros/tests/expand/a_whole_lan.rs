#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .lan(
                    ::nsfixture::Lan::new([
                            ::nsfixture::Endpoint::new("a"),
                            ::nsfixture::Endpoint::new("gw")
                                .addr("10.1.0.254/24")
                                .addr("fd01::1/64"),
                        ])
                        .name("office")
                        .mtu(1400),
                )
                .router("gw"),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
