use nsfixture::prelude::*;

#[ns_test(file = "topologies/overlap.toml")]
fn t(a: Node) {}

fn main() {}
