#[tokio::test]
#[::nsfixture::private::test(
    ::nsfixture,
    ::nsfixture::private::Test::new(
        ::nsfixture::Topology::new(

        ).link(
            ::nsfixture::Link::new(
                ::nsfixture::Endpoint::new("a"),
                ::nsfixture::Endpoint::new("b")
            )
        )
    ).run_in("a")
)]
async fn f() {
    ::nsfixture::private::here();
    { body }
}
