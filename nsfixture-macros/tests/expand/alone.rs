#[::core::prelude::v1::test]
fn binds_port_80() {
    fn binds_port_80() {
        bind(80);
    }
    ::nsfixture::__private::v1::Test::new(::nsfixture::Topology::new().host("host"))
        .run_in("host")
        .run(
            ::core::concat!(::core::module_path!(), "::", "binds_port_80"),
            |_| binds_port_80(),
        );
}
