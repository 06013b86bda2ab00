#[::core::prelude::v1::test]
fn f() {
    #[allow(clippy::future_not_send)]
    async fn f() {}
    ::nsfixture::__private::v1::Test::new(::nsfixture::Topology::new().host("host"))
        .run_in("host")
        .flavor_multi_thread(::core::option::Option::None)
        .run_async(
            ::core::concat!(::core::module_path!(), "::", "f"),
            async |_| f().await,
        );
}
