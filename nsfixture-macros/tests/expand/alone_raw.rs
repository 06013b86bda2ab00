#[::core::prelude::v1::test]
fn r#type() {
    fn r#type(r#type: Node) -> () {}
    ::nsfixture::__private::v1::Test::new(::nsfixture::Topology::new().host("type"))
        .run_in("type")
        .run(
            ::core::concat!(::core::module_path!(), "::", "r#type"),
            |__cx| r#type(__cx.node("type")),
        );
}
