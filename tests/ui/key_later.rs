use nsfixture::prelude::*;

#[ns_test(
    lan(a, b, gw, subnet = "10.1.0.0/24"),
    router(gw),
    topology = two_sites(),
    file = "two_sites.toml",
    run_in = a
)]
fn t(gw: Node) {}

fn main() {}
