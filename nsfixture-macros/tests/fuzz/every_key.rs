#[ns_test(
    link(a = "10.0.0.1/24", b, mtu = 9000, name = "wire", subnet = ["10.0.0.0/24", "fd00::/64"]),
    lan(b, c = ["10.1.0.3/24", "fd01::3/64"], d), router(b), host(e, f), run_in = c, timeout = "10s",
    flavor = "multi_thread", worker_threads = 2, unobserved_panics = "allow", crate = ::nsfixture
)]
#[should_panic(expected = "no")]
#[cfg(unix)]
pub(crate) async fn t(a: Node, _b: &Node, net: &Net) -> std::io::Result<()> {
    Ok(())
}

#[ns_test(file = "tests/topologies/pair.toml", run_in = "server")]
#[test]
fn u(mut client: ::nsfixture::Node) {}
