use nsfixture::prelude::*;

#[ns_test(timeout =, host(a))]
fn t(a: Node) {}

fn main() {}
