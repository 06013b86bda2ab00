#[test_case(1)]
#[::nsfixture::private::around(
    ::nsfixture,
    ::nsfixture::private::Test::new(
        ::nsfixture::Topology::new().host("host")
    ).run_in("host")
)]
fn f(x: u8) {
    let __cx = &::nsfixture::private::here();
    let mut host: Node = __cx.node("host");
    { body }
}
