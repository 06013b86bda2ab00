#[::core::prelude::v1::test]
fn binds_port_80() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    fn binds_port_80() {
        bind(80);
    }
    ::nsfixture::private::Test::new(
            ::core::concat!(::core::module_path!(), "::", "binds_port_80"),
            ::nsfixture::Topology::new().host("host"),
        )
        .run_in("host")
        .run(|_| binds_port_80());
}
