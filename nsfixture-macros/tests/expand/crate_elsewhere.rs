#[::core::prelude::v1::test]
fn f() -> crate::net::__private::v1::ExitCode {
    fn f(a: Node) -> T {}
    crate::net::__private::v1::Test::new(crate::net::Topology::new().host("a"))
        .run_in("a")
        .run(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |__cx| f(__cx.node("a")),
        )
}
