#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .link(
                    ::nsfixture::Link::new("a", "b")
                        .outage(::nsfixture::Outage::new().after("2s").lasts("1s"))
                        .from(
                            "b",
                            ::nsfixture::Faults::new()
                                .outage(
                                    ::nsfixture::Outage::new().lasts("500ms").every("5s"),
                                ),
                        ),
                ),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
