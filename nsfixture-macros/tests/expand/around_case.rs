#[allow(x)]
#[::core::prelude::v1::test]
fn case_1() -> ::nsfixture::__private::v1::ExitCode {
    #[allow(clippy::future_not_send)]
    async fn case_1() -> R {
        f(1).await
    }
    ::nsfixture::__private::v1::Test::new(topology)
        .run_async(
            ::core::concat!(::core::module_path!(), "::", "case_1"),
            async |_| case_1().await,
        )
}
