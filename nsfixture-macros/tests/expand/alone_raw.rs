#[::core::prelude::v1::test]
fn r#type() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn r#type(r#type: Node) -> () {}
    ::nsfixture::private::Test::new(::nsfixture::Topology::new().host("type"))
        .run_in("type")
        .run(
            ::core::concat!(::core::module_path!(), "::", "r#type"),
            |cx| r#type(cx.node("type")),
        );
}
