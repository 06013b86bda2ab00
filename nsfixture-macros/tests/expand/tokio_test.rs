#[tokio::test]
#[::nsfixture::private::test(
    ::nsfixture,
    ::nsfixture::private::Test::new(
        ::nsfixture::Topology::new(

        ).link(
            ::nsfixture::Link::new(
                ::nsfixture::End::new("a"),
                ::nsfixture::End::new("b")
            )
        )
    ).run_in("a")
)]
async fn f() {
    ::nsfixture::private::here();
    { body }
}
