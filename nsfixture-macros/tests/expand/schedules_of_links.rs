#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .lan(::nsfixture::Lan::new(["a", "b", "c", "d"]))
                .fault(::nsfixture::Fault::new().after("1m").ring(["a", "b", "c", "d"]))
                .fault(
                    ::nsfixture::Fault::new()
                        .link("lan1")
                        .loss("50%")
                        .drop([2])
                        .from("a", ::nsfixture::Faults::new().delay("20ms")),
                ),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
