#[::core::prelude::v1::test]
fn f() -> crate::net::private::ExitCode {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn f(a: Node) -> T {}
    crate::net::private::Test::new(crate::net::Topology::new().host("a"))
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |cx| f(cx.node("a")))
}
