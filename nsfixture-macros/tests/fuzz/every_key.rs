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

#[ns_test(
    link(
        a, b, delay = "20ms", jitter = "5ms", distribution = "normal", reorder = "25%", loss = "1%", burst = 5,
        drop = [2, 3, 7], drop_every = 5, outage(after = "2s", lasts = "500ms", every = "5s"), flap(after = "3s", lasts = "500ms", every = "5s"), blackhole_above = 1280, duplicate = "1%", corrupt = "0.1%", rate = "10mbit", queue = "100ms",
        aqm = "codel", rule(host = "a", protocol = "tcp", port = 80, flags = "syn", longer_than = 40, shorter_than = 100, drop = [1]), rule(icmp = "echo-request", loss = "50%"), from(a, condition = "3g", rtt = "40ms")
    ),
    lan(b, c, path_mtu = 1280, faults), faults, seed = 42
)]
fn v() {}

#[ns_test(topology = two(), faults, seed = 42)]
fn w() {}

#[ns_test(link(a, b, trace = "tests/topologies/slow.up", queue = "64kb", from(b, trace = "5\n")))]
fn x() {}

#[ns_test(
    lan(a, b, c, d, name = "office"), fault(after = "1s", lasts = "500ms", every = "5s", partition = [[a], ["b", c]]),
    fault(oneway = [a, "b"]), fault(isolate = r#c), fault(ring = ["a", b, c, d]),
    fault(link = "office", loss = "50%", outage(lasts = "1s"), from(a, delay = "20ms"))
)]
fn y() {}
