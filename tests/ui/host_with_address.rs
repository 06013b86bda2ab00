use nsfixture::prelude::*;

#[ns_test(host(a = "10.0.0.1/24"))]
fn t(a: Node) {}

fn main() {}
