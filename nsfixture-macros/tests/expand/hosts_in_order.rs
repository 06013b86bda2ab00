#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::private::Test::new(
            ::nsfixture::Topology::new()
                .host("z")
                .host("y")
                .link(
                    ::nsfixture::Link::new(
                        ::nsfixture::Endpoint::new("b"),
                        ::nsfixture::Endpoint::new("a"),
                    ),
                )
                .link(
                    ::nsfixture::Link::new(
                        ::nsfixture::Endpoint::new("a"),
                        ::nsfixture::Endpoint::new("z"),
                    ),
                ),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
