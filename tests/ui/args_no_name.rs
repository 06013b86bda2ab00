use nsfixture::prelude::*;

#[ns_test(10, host(a))]
fn t(a: Node) {}

fn main() {}
