#[should_panic]
fn case_1() {
    fn case_1() {
        f(1)
    }
    ::nsfixture::private::Test::new(topology)
        .should_panic("")
        .run(::core::concat!(::core::module_path!(), "::", "case_1"), |_| case_1());
}
