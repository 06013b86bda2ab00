#[::core::prelude::v1::test]
pub(crate) fn lone() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn lone(_router_a: &Node) {}
    ::nsfixture::private::Test::new(::nsfixture::Topology::new().host("router_a"))
        .run_in("router_a")
        .run(
            ::core::concat!(::core::module_path!(), "::", "lone"),
            |cx| lone(&cx.node("router_a")),
        );
}
