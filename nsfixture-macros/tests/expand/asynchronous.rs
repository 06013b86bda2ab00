#[ignore]
#[::core::prelude::v1::test]
fn echo() -> ::nsfixture::private::ExitCode {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    async fn echo(server: &Node, net: Net) -> std::io::Result<()> {
        body
    }
    ::nsfixture::private::Test::new(
            ::nsfixture::Topology::new()
                .link(
                    ::nsfixture::Link::new(
                        ::nsfixture::End::new("client").addr("10.0.0.1/24"),
                        ::nsfixture::End::new("server"),
                    ),
                ),
        )
        .run_in("client")
        .timeout_millis(10000u64)
        .run_async(
            ::core::concat!(::core::module_path!(), "::", "echo"),
            |cx| async move { echo(&cx.node("server"), cx.net()).await },
        )
}
