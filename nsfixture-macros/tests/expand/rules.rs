#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .lan(
                    ::nsfixture::Lan::new(["a", "b"])
                        .rule(::nsfixture::Rule::new().port(53).drop([1, 3]))
                        .rule(::nsfixture::Rule::new().host("a").loss("5%"))
                        .from(
                            "b",
                            ::nsfixture::Faults::new()
                                .rule(
                                    ::nsfixture::Rule::new().icmp("redirect").corrupt("1%"),
                                ),
                        ),
                ),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
