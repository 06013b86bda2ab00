use nsfixture::prelude::*;

#[ns_test(host())]
fn t(a: Node) {}

fn main() {}
