#[::core::prelude::v1::test]
fn f() -> crate::net::private::ExitCode {
    fn f(a: Node) -> T {}
    crate::net::private::Test::new(crate::net::Topology::new().host("a"))
        .run_in("a")
        .run(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |__cx| f(__cx.node("a")),
        )
}
