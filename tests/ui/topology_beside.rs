use nsfixture::prelude::*;

#[ns_test(
    topology = two_sites(),
    link(a, b),
    lan(a, b),
    router(a),
    host(c),
    file = "two_sites.toml"
)]
fn t(d: Node) {}

fn main() {}
