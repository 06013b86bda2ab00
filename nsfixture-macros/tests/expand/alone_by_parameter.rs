#[::core::prelude::v1::test]
pub(crate) fn single() {
    fn single(_router_a: &Node) {}
    ::nsfixture::__private::v1::Test::new(::nsfixture::Topology::new().host("router_a"))
        .run_in("router_a")
        .run(
            ::core::concat!(::core::module_path!(), "::", "single"),
            |__cx| single(&__cx.node("router_a")),
        );
}
