#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .link(
                    ::nsfixture::Link::new("a", "b")
                        .trace(
                            ::core::concat!(
                                ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
                                "/", "tests/topologies/slow.up")), "\n"
                            ),
                        )
                        .from("b", ::nsfixture::Faults::new().trace("5\n")),
                ),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
