#[::core::prelude::v1::test]
pub(crate) fn lone() {
    fn lone(_router_a: &Node) {}
    ::nsfixture::__private::v1::Test::new(::nsfixture::Topology::new().host("router_a"))
        .run_in("router_a")
        .run(
            ::core::concat!(::core::module_path!(), "::", "lone"),
            |__cx| lone(&__cx.node("router_a")),
        );
}
