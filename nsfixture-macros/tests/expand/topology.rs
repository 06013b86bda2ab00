#[::core::prelude::v1::test]
fn f() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn f() {}
    ::nsfixture::private::Test::made_by(
            ::core::concat!(::core::module_path!(), "::", "f"),
            || two_sites(),
        )
        .run(|_| f());
}
