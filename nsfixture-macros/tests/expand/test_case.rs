#[test_case(1)]
#[::nsfixture::__private::v1::around(
    ::nsfixture,
    ::nsfixture::__private::v1::Test::new(
        ::nsfixture::Topology::new().host("host")
    ).run_in("host")
)]
fn f(x: u8) {
    let __cx = &::nsfixture::__private::v1::current_fixture();
    let mut host: Node = __cx.node("host");
    { body }
}
