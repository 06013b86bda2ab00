#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::made_by(|| two_sites())
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
