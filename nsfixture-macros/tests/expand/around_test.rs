#[should_panic]
fn case_1() {
    fn case_1() {
        f(1)
    }
    ::nsfixture::__private::v1::Test::new(topology)
        .should_panic("")
        .run(::core::concat!(::core::module_path!(), "::", "case_1"), |_| case_1());
}
