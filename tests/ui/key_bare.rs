use nsfixture::prelude::*;

#[ns_test(timeout, run_in, link)]
fn t(a: Node) {}

fn main() {}
