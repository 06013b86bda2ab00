#[::core::prelude::v1::test]
fn f() -> ::nsfixture::private::ExitCode {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    async fn f() -> R {}
    ::nsfixture::private::Test::new(::nsfixture::Topology::new().host("host"))
        .run_in("host")
        .run_async(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |_| async move { f().await },
        )
}
