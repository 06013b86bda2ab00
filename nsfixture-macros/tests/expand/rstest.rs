#[rstest]
#[case(1280)]
#[case(9000)]
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
    ).run_in("a").timeout_millis(5000u64)
)]
fn carries(#[case] mtu: u32, fixture: u8) -> R {
    let __cx = &::nsfixture::private::here();
    let a: &Node = &__cx.node("a");
    let net: Net = __cx.net();
    { body }
}
