use nsfixture::prelude::*;

#[ns_test(topology = "topologies/two_sites.toml")]
fn t(a: Node) {}

fn main() {}
