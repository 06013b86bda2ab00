#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .host("z")
                .host("y")
                .link(::nsfixture::Link::new("b", "a"))
                .link(::nsfixture::Link::new("a", "z")),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
