#[::core::prelude::v1::test]
fn f() {
    fn f() {}
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .lan(::nsfixture::Lan::new(["a", "b", "c"]))
                .fault(
                    ::nsfixture::Fault::new()
                        .after("1s")
                        .lasts("500ms")
                        .every("5s")
                        .partition([&["a"][..], &["b", "c"][..]]),
                )
                .fault(::nsfixture::Fault::new().oneway("a", "b"))
                .fault(::nsfixture::Fault::new().isolate("c")),
        )
        .run_in("a")
        .run(::core::concat!(::core::module_path!(), "::", "f"), |_| f());
}
