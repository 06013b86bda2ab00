#[::core::prelude::v1::test]
fn f() {
    fn f(_client: Node) {}
    ::nsfixture::__private::v1::Test::from_file(
            ::core::include_str!(
                ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/",
                "tests/topologies/pair.toml")
            ),
        )
        .run_in("server")
        .run(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |__cx| f(__cx.node("client")),
        );
}
