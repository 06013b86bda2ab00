#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::from_file(
            ::core::include_str!(
                ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/",
                "tests/topologies/traced.toml")
            ),
        )
        .trace(
            "slow.up",
            ::core::include_str!(
                ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/",
                "tests/topologies/slow.up")
            ),
        )
        .run_in("client")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
