#[::core::prelude::v1::test]
fn f() -> crate::net::private::ExitCode {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn f(a: Node) -> T {}
    crate::net::private::Test::new(
            ::core::concat!(::core::module_path!(), "::", "f"),
            crate::net::Topology::new().host("a"),
        )
        .run_in("a")
        .run(|cx| f(cx.node("a")))
}
