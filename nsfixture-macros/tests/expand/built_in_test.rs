#[test]
#[should_panic]
fn f() {
    fn f() {
        panic!()
    }
    ::nsfixture::__private::v1::Test::new(::nsfixture::Topology::new().host("host"))
        .run_in("host")
        .allow_unobserved_panics()
        .should_panic("")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
