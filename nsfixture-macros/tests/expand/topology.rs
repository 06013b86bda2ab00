#[::core::prelude::v1::test]
fn f() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn f() {}
    ::nsfixture::private::Test::made_by(|| two_sites())
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
