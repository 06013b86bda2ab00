#[rstest]
#[case(1280)]
#[case(9000)]
#[::nsfixture::__private::v1::test(
    ::nsfixture,
    ::nsfixture::__private::v1::Test::new(
        ::nsfixture::Topology::new().link(::nsfixture::Link::new("a", "b"))
    ).run_in("a").timeout_millis(5000u64)
)]
fn carries(#[case] mtu: u32, fixture: u8) -> R {
    let __cx = &::nsfixture::__private::v1::current_fixture();
    let a: &Node = &__cx.node("a");
    let net: Net = __cx.net();
    { body }
}
