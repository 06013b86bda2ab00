#[test]
#[should_panic]
fn f() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn f() {
        panic!()
    }
    ::nsfixture::private::Test::new(
            ::core::concat!(::core::module_path!(), "::", "f"),
            ::nsfixture::Topology::new().host("host"),
        )
        .run_in("host")
        .allow_stray_panics()
        .should_panic("")
        .run(|_| f());
}
