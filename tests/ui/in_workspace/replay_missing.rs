use nsfixture::prelude::*;

#[ns_test(link(a, b), replay = "topologies/none.fates")]
fn t(a: Node) {}

fn main() {}
