use nsfixture::prelude::*;

#[ns_test(file = "topologies/syntax.toml")]
fn t(a: Node) {}

fn main() {}
