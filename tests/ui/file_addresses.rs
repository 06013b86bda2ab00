use nsfixture::prelude::*;

#[ns_test(file = "topologies/addresses.toml")]
fn t(a: Node) {}

fn main() {}
