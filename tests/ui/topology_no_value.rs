use nsfixture::prelude::*;

#[ns_test(topology(two_sites))]
fn t(a: Node) {}

fn main() {}
