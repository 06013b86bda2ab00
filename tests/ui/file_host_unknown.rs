use nsfixture::prelude::*;

#[ns_test(file = "topologies/pair.toml", run_in = cleint)]
fn t(severs: Node, banana: &Node) {}

fn main() {}
