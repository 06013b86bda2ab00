#[::core::prelude::v1::test]
fn f() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn f(_client: Node) {}
    ::nsfixture::private::Test::from_file(
            ::core::include_str!(
                ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/",
                "tests/topologies/pair.toml")
            ),
        )
        .run_in("server")
        .run(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |cx| f(cx.node("client")),
        );
}
