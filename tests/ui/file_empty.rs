use nsfixture::prelude::*;

#[ns_test(file = "topologies/empty.toml")]
fn t(a: Node) {}

fn main() {}
