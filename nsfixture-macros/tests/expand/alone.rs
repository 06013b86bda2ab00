#[::core::prelude::v1::test]
fn binds_port_80() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn binds_port_80() {
        bind(80);
    }
    ::nsfixture::private::Test::new(::nsfixture::Topology::new().host("host"))
        .run_in("host")
        .run(
            ::core::concat!(::core::module_path!(), "::", "binds_port_80"),
            |_| binds_port_80(),
        );
}
