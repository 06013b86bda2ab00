use nsfixture::prelude::*;

#[ns_test(file = "topologies/none.toml")]
fn t(a: Node) {}

fn main() {}
