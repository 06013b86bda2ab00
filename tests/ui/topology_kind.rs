use nsfixture::prelude::*;

#[ns_test(topology = 2, run_in = a)]
fn t(a: Node) {}

fn main() {}
