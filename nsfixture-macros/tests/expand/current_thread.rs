#[::core::prelude::v1::test]
fn f() -> ::nsfixture::__private::v1::ExitCode {
    #[allow(clippy::future_not_send)]
    async fn f() -> R {}
    ::nsfixture::__private::v1::Test::new(::nsfixture::Topology::new().host("host"))
        .run_in("host")
        .run_async(
            ::core::concat!(::core::module_path!(), "::", "f"),
            async |_| f().await,
        )
}
