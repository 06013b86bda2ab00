#[test_case(1)]
#[::nsfixture::private::around(
    ::nsfixture,
    ::nsfixture::private::Test::new(
        ::nsfixture::Topology::new().host("host")
    ).run_in("host")
)]
fn f(x: u8) {
    let cx = ::nsfixture::private::here();
    let mut host: Node = cx.node("host");
    { body }
}
