#[tokio::test]
#[::nsfixture::__private::v1::test(
    ::nsfixture,
    ::nsfixture::__private::v1::Test::new(
        ::nsfixture::Topology::new().link(::nsfixture::Link::new("a", "b"))
    ).run_in("a")
)]
async fn f() {
    ::nsfixture::__private::v1::current_fixture();
    { body }
}
