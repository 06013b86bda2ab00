#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .link(
                    ::nsfixture::Link::new("a", "b")
                        .faults()
                        .loss("1%")
                        .drop([2, 3])
                        .from(
                            "b",
                            ::nsfixture::Faults::new().drop_every(5).rate("1mbit"),
                        ),
                )
                .lan(
                    ::nsfixture::Lan::new(["b", "c"])
                        .from("c", ::nsfixture::Faults::new().loss("2%").burst(5)),
                )
                .faults()
                .seed(42),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
