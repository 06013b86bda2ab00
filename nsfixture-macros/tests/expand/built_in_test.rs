#[test]
#[should_panic]
fn f() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn f() {
        panic!()
    }
    ::nsfixture::private::Test::new(::nsfixture::Topology::new().host("host"))
        .run_in("host")
        .allow_stray_panics()
        .should_panic("")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
