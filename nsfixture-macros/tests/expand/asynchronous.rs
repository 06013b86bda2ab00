#[ignore]
#[::core::prelude::v1::test]
fn echo() -> ::nsfixture::__private::v1::ExitCode {
    #[allow(clippy::future_not_send)]
    async fn echo(server: &Node, net: Net) -> std::io::Result<()> {
        body
    }
    ::nsfixture::__private::v1::Test::new(
            ::nsfixture::Topology::new()
                .link(
                    ::nsfixture::Link::new(
                        ::nsfixture::Endpoint::new("client").addr("10.0.0.1/24"),
                        ::nsfixture::Endpoint::new("server"),
                    ),
                ),
        )
        .run_in("client")
        .timeout_millis(10000u64)
        .run_async(
            ::core::concat!(::core::module_path!(), "::", "echo"),
            async |__cx| echo(&__cx.node("server"), __cx.net()).await,
        )
}
