use nsfixture::prelude::*;

#[ns_test(file = "topologies/keys.toml")]
fn t(a: Node) {}

fn main() {}
