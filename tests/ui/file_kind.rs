use nsfixture::prelude::*;

#[ns_test(file = two_sites, run_in = a)]
fn t(a: Node) {}

fn main() {}
