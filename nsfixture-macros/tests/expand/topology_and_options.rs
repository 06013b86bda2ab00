#[::core::prelude::v1::test]
fn f() {
    fn f(a: Node) {}
    ::nsfixture::__private::v1::Test::made_by(|| two())
        .expects(&["a"])
        .seed(42)
        .run(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |__cx| f(__cx.node("a")),
        );
}
