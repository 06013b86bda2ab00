use nsfixture::prelude::*;

#[ns_test(link(a b), timeout = "10s")]
fn t(a: Node) {}

fn main() {}
